package dev.posthouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
  private static final long RUNNING = 64;

  /// A result that a server had for longer than this when it was killed should have been stored.
  private static final Duration LONGEST_SETTLE = Duration.ofSeconds(1);

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

      var repeated = repeated(receiver.requests());
      System.out.printf(
          "replay deliveries=%d kills=%d repeated=%d seconds=%d%n",
          DELIVERIES, KILLS, repeated.size(), (System.nanoTime() - began) / 1_000_000_000);
      assertThat(opened(done)).isEqualTo(DELIVERIES);
      assertThat(receiver.deliveries()).isEqualTo(2 * DELIVERIES);
      for (int life = 0; life < KILLS; life++) {
        judge(repeated, house.lives(), life);
      }
    }
  }

  /// A delivery that came twice.
  ///
  /// @param first when that was answered, by `System.nanoTime()`
  private record Again(long first, long second) {}

  private static List<Again> repeated(List<CountingReceiver.Request> requests) {
    var answered = new HashMap<String, Long>();
    var repeated = new ArrayList<Again>();
    for (CountingReceiver.Request each : requests) {
      Long before = answered.put(each.delivery(), each.answered());
      if (before != null) {
        repeated.add(new Again(before, each.answered()));
      }
    }
    return repeated;
  }

  /// Only that may come again whose result was not stored yet: what ran when the server was killed,
  /// or had ended just before.
  private static void judge(List<Again> repeated, List<House.Life> lives, int life) {
    long killed = lives.get(life).ended();
    var its = repeated.stream().filter(a -> House.Life.at(a.first(), lives) == life).toList();
    assertThat(its)
        .allSatisfy(again -> {
          assertThat(again.second()).isGreaterThan(killed);
          assertThat(again.first()).isGreaterThan(killed - LONGEST_SETTLE.toNanos());
        });
    assertThat(its.stream().filter(a -> a.first() > killed).count()).isBetween(0L, RUNNING);
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
