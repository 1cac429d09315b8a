package dev.posthouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import dev.posthouse.testing.Behaviour;
import dev.posthouse.testing.FaultyReceiver;
import dev.posthouse.testing.Received;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The server is killed under load, again and again, as often as `-Dposthouse.kill.rounds` says:
/// what was accepted arrives, once or a few times, and nothing else does.
abstract class KillContract {
  private static final int ROUNDS = Integer.getInteger("posthouse.kill.rounds", 3);
  private static final int PUBLISHERS = 8;
  private static final int RUNNING = 16;
  private static final int MOST_ARRIVALS_A_ROUND = 500;
  private static final Duration LONGEST_ROUND = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final Random random = new Random();

  /// A server on the database of this kind, the same at each call.
  abstract Launch launch();

  @Test
  void nothing_accepted_is_lost_when_the_server_is_killed() throws Exception {
    try (var receiver = FaultyReceiver.that(Behaviour.OK);
        var house = new House(launch())) {
      String secret = configure(house.client(), receiver);
      Map<String, String> accepted = publishThroughKills(house, receiver);
      awaitNothingOpen(house.client());

      List<Received> received = receiver.received();
      assertThat(new HashSet<>(Bodies.ids(received))).isEqualTo(accepted.keySet());
      assertThat(delivered(house.client())).isEqualTo(Set.copyOf(accepted.values()));
      assertSentTwiceAtMostWhatRan(received, accepted.size());
      assertSigned(received, secret);
    }
  }

  /// A server that is killed and comes back at the same address.
  private static final class House implements AutoCloseable {
    private final Launch launch;
    private PosthouseProcess process;

    House(Launch launch) throws Exception {
      process = launch.start();
      this.launch = launch.with("--port", "" + process.port());
    }

    Client client() {
      return process.client();
    }

    void killAndStart() throws Exception {
      process.kill9();
      process.close();
      process = launch.start();
    }

    @Override
    public void close() throws IOException {
      process.close();
    }
  }

  /// Returns the signing secret.
  private static String configure(Client client, FaultyReceiver receiver) throws Exception {
    JsonNode endpoint =
        client.endpoint(
            "shop",
            receiver.url("/hook"),
            """
            ,"concurrency":%d\
            """
                .formatted(RUNNING));
    client.subscription("orders", endpoint, "order.*");
    return endpoint.path("signingSecret").asString();
  }

  private Map<String, String> publishThroughKills(House house, FaultyReceiver receiver)
      throws Exception {
    try (var publishers = new Publishers(house.client(), PUBLISHERS)) {
      for (int round = 0; round < ROUNDS; round++) {
        int arrivals = 1 + random.nextInt(MOST_ARRIVALS_A_ROUND);
        receiver.await(receiver.received().size() + arrivals, LONGEST_ROUND);
        house.killAndStart();
      }
      Map<String, String> accepted = publishers.finish();
      assertThat(publishers.wrong()).isEmpty();
      return accepted;
    }
  }

  private static void awaitNothingOpen(Client client) throws Exception {
    for (String open : List.of("pending", "retrying")) {
      client.await(
          "/v1/deliveries?limit=1&state=" + open,
          reply -> reply.status() == 200 && reply.json().path("items").isEmpty(),
          LONGEST_ROUND);
    }
  }

  private static Set<String> delivered(Client client) throws Exception {
    var events = new HashSet<String>();
    String first = "/v1/deliveries?state=delivered&limit=500";
    for (String page = first; !page.isEmpty(); ) {
      JsonNode list = client.get(page).json();
      list.path("items").forEach(delivery -> events.add(delivery.path("event").asString()));
      String next = list.path("next").asString("");
      page = next.isEmpty() ? "" : first + "&cursor=" + next;
    }
    return events;
  }

  private static void assertSentTwiceAtMostWhatRan(List<Received> received, int accepted) {
    Set<List<String>> deliveries =
        received.stream().map(r -> r.header("webhook-id")).collect(Collectors.toSet());

    assertThat(deliveries).hasSize(accepted);
    assertThat(received.size() - accepted).isLessThanOrEqualTo(RUNNING * ROUNDS);
  }

  private static void assertSigned(List<Received> received, String secret) throws Exception {
    var judge = new Webhook(secret);
    for (Received request : received) {
      judge.verify(new String(request.body(), StandardCharsets.UTF_8), headers(request));
    }
  }

  private static Map<String, List<String>> headers(Received request) {
    return request.headers().stream()
        .collect(Collectors.toMap(h -> h.name().toLowerCase(Locale.ROOT), h -> List.of(h.value())));
  }
}
