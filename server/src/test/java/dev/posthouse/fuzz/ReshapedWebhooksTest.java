package dev.posthouse.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.webhooks.provider.Provider;
import dev.posthouse.webhooks.provider.Providers;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests of every provider, changed in their parts. `-Dposthouse.rounds=100000` tries longer.
class ReshapedWebhooksTest {
  private static final int ROUNDS = Integer.getInteger("posthouse.rounds", 300);

  private static List<String> requests() throws IOException {
    return Seeds.of("webhook").values().stream().map(seed -> new String(seed, UTF_8)).toList();
  }

  @Test
  void every_provider_has_requests_to_begin_with() throws IOException {
    List<String> names =
        requests().stream().map(request -> request.split(" ", 2)[0]).distinct().toList();

    assertThat(names).containsAll(Providers.all().stream().map(Provider::name).toList());
  }

  @ParameterizedTest
  @MethodSource("requests")
  void nothing_that_is_nearly_a_request_breaks_its_reader(String request) {
    for (int round = 0; round < ROUNDS; round++) {
      String reshaped = new Reshaped(new Random(round)).of(request);
      try {
        WebhookFuzz.fuzzerTestOneInput(reshaped.getBytes(UTF_8));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("round " + round + ": " + reshaped, e);
      }
    }
  }
}
