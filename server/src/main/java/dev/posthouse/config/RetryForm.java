package dev.posthouse.config;

import dev.posthouse.json.Durations;
import dev.posthouse.json.Fields;
import dev.posthouse.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The JSON form of [Retry].
final class RetryForm {
  /// A schedule that goes on longer is a wrong one; `maxAge` usually ends it far earlier.
  static final int MOST_ATTEMPTS = 1_000;

  static final Duration LONGEST_DELAY = Duration.ofDays(30);
  private static final int DEFAULT_ATTEMPTS = 10;
  private static final double DEFAULT_FACTOR = 2;
  private static final double MOST_FACTOR = 100;
  private static final Duration DEFAULT_INITIAL = Duration.ofSeconds(5);
  private static final Duration DEFAULT_MOST = Duration.ofHours(1);
  private static final Duration SHORTEST_AGE = Duration.ofSeconds(1);
  private static final Duration LONGEST_AGE = Duration.ofDays(365);

  private static final Map<String, Function<Fields, Retry.Strategy>> STRATEGIES =
      Map.of(
          "exponential",
          RetryForm::exponential,
          "fixed",
          RetryForm::fixed,
          "list",
          RetryForm::list);

  private RetryForm() {}

  static Retry read(Fields fields) {
    Optional<Function<Fields, Retry.Strategy>> reader =
        fields.optionalChoice("strategy", STRATEGIES);
    if (!fields.has("strategy")) {
      fields.flaw("strategy", "is missing; write exponential, fixed or list");
    }
    Retry.Strategy strategy = reader.map(r -> r.apply(fields)).orElse(Retry.STANDARD.strategy());
    int otherwise =
        strategy instanceof Retry.Listed listed ? listed.delays().size() + 1 : DEFAULT_ATTEMPTS;
    int attempts = fields.integer("maxAttempts", otherwise, 1, MOST_ATTEMPTS);
    Optional<Duration> age =
        fields.optional("maxAge", text -> within(text, SHORTEST_AGE, LONGEST_AGE));
    if (reader.isEmpty()) {
      List.of("delay", "delays", "initialDelay", "factor", "maxDelay").forEach(fields::ignore);
    }
    return new Retry(strategy, attempts, age);
  }

  private static Retry.Strategy exponential(Fields fields) {
    Duration initial = fields.optional("initialDelay", RetryForm::delay).orElse(DEFAULT_INITIAL);
    double factor = fields.optionalNumber("factor").orElse(DEFAULT_FACTOR);
    if (factor < 1 || factor > MOST_FACTOR) {
      fields.flaw("factor", "must be from 1 to 100, such as 2");
    }
    Duration most = fields.optional("maxDelay", RetryForm::delay).orElse(DEFAULT_MOST);
    if (most.compareTo(initial) < 0) {
      fields.flaw("maxDelay", "must not be shorter than initialDelay");
    }
    return new Retry.Exponential(initial, factor, most);
  }

  private static Retry.Strategy fixed(Fields fields) {
    return new Retry.Fixed(fields.required("delay", Duration.ZERO, RetryForm::delay));
  }

  private static Retry.Strategy list(Fields fields) {
    List<Duration> delays = fields.list("delays", RetryForm::delay);
    if (!fields.has("delays")) {
      fields.flaw("delays", "is missing; write [\"5s\", \"5m\"]");
    } else if (isEmptyList(fields.whole().path("delays"))) {
      fields.flaw("delays", "must hold at least one delay, such as [\"5s\", \"5m\"]");
    } else if (delays.size() >= MOST_ATTEMPTS) {
      fields.flaw("delays", "has too many entries; fewer than " + MOST_ATTEMPTS);
    }
    return delays.isEmpty() ? Retry.STANDARD.strategy() : new Retry.Listed(delays);
  }

  private static boolean isEmptyList(JsonNode node) {
    return node.isArray() && node.isEmpty();
  }

  private static Duration delay(String text) {
    return within(text, Duration.ZERO, LONGEST_DELAY);
  }

  static Duration within(String text, Duration least, Duration most) {
    Duration duration = Durations.parse(text);
    if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "must be from " + Durations.format(least) + " to " + Durations.format(most));
    }
    return duration;
  }

  static ObjectNode write(Retry retry) {
    ObjectNode json = Json.object();
    switch (retry.strategy()) {
      case Retry.Exponential e ->
          json.put("strategy", "exponential")
              .put("initialDelay", Durations.format(e.initialDelay()))
              .put("factor", e.factor())
              .put("maxDelay", Durations.format(e.maxDelay()));
      case Retry.Fixed f -> json.put("strategy", "fixed").put("delay", Durations.format(f.delay()));
      case Retry.Listed l -> {
        var delays = json.put("strategy", "list").putArray("delays");
        l.delays().forEach(d -> delays.add(Durations.format(d)));
      }
    }
    json.put("maxAttempts", retry.maxAttempts());
    retry.maxAge().ifPresent(age -> json.put("maxAge", Durations.format(age)));
    return json;
  }
}
