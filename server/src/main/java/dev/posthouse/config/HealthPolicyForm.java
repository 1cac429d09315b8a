package dev.posthouse.config;

import dev.posthouse.json.Durations;
import dev.posthouse.json.Fields;
import dev.posthouse.json.Json;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// The JSON form of [HealthPolicy]: `{"breaker": true, "window": "1m", "minimum": 20, "ratio": 0.9,
/// "disableAfter": "5d"}`.
final class HealthPolicyForm {
  private static final String NEVER = "never";
  private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(1);
  private static final Duration LONGEST_WINDOW = Duration.ofHours(1);
  private static final int MOST = 100_000;
  private static final Duration SHORTEST_PATIENCE = Duration.ofMinutes(1);
  private static final Duration LONGEST_PATIENCE = Duration.ofDays(365);
  private static final HealthPolicy.Breaker USUAL = HealthPolicy.STANDARD.breaker().orElseThrow();

  private HealthPolicyForm() {}

  static HealthPolicy read(Fields fields) {
    boolean breaks = fields.bool("breaker", true);
    Duration window =
        fields
            .optional("window", text -> RetryForm.within(text, SHORTEST_WINDOW, LONGEST_WINDOW))
            .orElse(USUAL.window());
    int minimum = fields.integer("minimum", USUAL.minimum(), 1, MOST);
    double ratio = fields.optionalNumber("ratio").orElse(USUAL.ratio());
    if (!(ratio > 0 && ratio <= 1)) {
      fields.flaw("ratio", "must be above 0 and at most 1, such as 0.9");
    }
    Optional<Optional<Duration>> patience =
        fields.optional("disableAfter", HealthPolicyForm::patience);
    return new HealthPolicy(
        breaks ? Optional.of(new HealthPolicy.Breaker(window, minimum, ratio)) : Optional.empty(),
        patience.orElse(HealthPolicy.STANDARD.disableAfter()));
  }

  private static Optional<Duration> patience(String text) {
    return text.equals(NEVER)
        ? Optional.empty()
        : Optional.of(RetryForm.within(text, SHORTEST_PATIENCE, LONGEST_PATIENCE));
  }

  static ObjectNode write(HealthPolicy policy) {
    ObjectNode json = Json.object().put("breaker", policy.breaker().isPresent());
    policy
        .breaker()
        .ifPresent(breaker ->
            json.put("window", Durations.format(breaker.window()))
                .put("minimum", breaker.minimum())
                .put("ratio", breaker.ratio()));
    json.put("disableAfter", policy.disableAfter().map(Durations::format).orElse(NEVER));
    return json;
  }
}
