package dev.posthouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A replay in bulk whose server is killed in the middle. `-Dposthouse.replay.deliveries=100000`
/// makes it a large one.
class ReplayKillTest {
  private static final int DELIVERIES = Integer.getInteger("posthouse.replay.deliveries", 2_000);
  private static final int KILLS = 2;
  private static final int BATCH = 1_000;

  /// Requests that one endpoint may have under way.
  private static final int RUNNING = 64;

  private static final Duration LONGEST = Duration.ofMinutes(4);

  @TempDir Path folder;

  @Test
  void a_replay_goes_on_after_a_kill_and_repeats_at_most_what_was_running() throws Exception {
    try (var receiver = CountingReceiver.start();
        var house = new House(Launch.on(folder), House.Aftermath.NONE)) {
      JsonNode endpoint = house.client().endpoint("shop", receiver.url("/hook"), "");
      var _ = house.client().subscription("orders", endpoint, "order.*");
      publish(house.client());
      await(receiver, DELIVERIES);
      long before = receiver.requests();

      long began = System.nanoTime();
      String job = replay(house.client());
      for (int kill = 1; kill <= KILLS; kill++) {
        int enough = DELIVERIES * kill / (KILLS + 2);
        var _ = house.client().await(job, reply -> opened(reply) >= enough, LONGEST);
        house.kill();
        house.start();
      }
      var done =
          house.client().await(job, reply -> reply.text().contains("\"state\":\"done\""), LONGEST);
      await(receiver, 2 * DELIVERIES);

      long repeated = receiver.requests() - before - DELIVERIES;
      System.out.printf(
          "replay deliveries=%d kills=%d repeated=%d seconds=%d%n",
          DELIVERIES, KILLS, repeated, (System.nanoTime() - began) / 1_000_000_000);
      assertThat(opened(done)).isEqualTo(DELIVERIES);
      assertThat(receiver.deliveries()).isEqualTo(2 * DELIVERIES);
      assertThat(repeated).isBetween(0L, (long) KILLS * RUNNING);
    }
  }

  private static int opened(Client.Reply reply) {
    return reply.json().at("/progress/deliveries").asInt();
  }

  private static String replay(Client client) throws Exception {
    Client.Reply reply = client.post("/v1/replays", "{\"since\":\"2020-01-02T00:00:00Z\"}");
    assertThat(reply.status()).as(reply.text()).isEqualTo(202);
    return "/v1/replays/" + reply.json().get("id").asString();
  }

  private static void publish(Client client) throws Exception {
    for (int first = 0; first < DELIVERIES; first += BATCH) {
      String batch =
          IntStream.range(first, Math.min(DELIVERIES, first + BATCH))
              .mapToObj("{\"type\":\"order.paid\",\"data\":{\"n\":%d}}"::formatted)
              .collect(Collectors.joining(",", "[", "]"));
      Client.Reply reply = client.post("/v1/events/batch", batch);
      assertThat(reply.status()).isEqualTo(202);
    }
  }

  private static void await(CountingReceiver receiver, int deliveries) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (receiver.deliveries() < deliveries && System.nanoTime() < end) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
