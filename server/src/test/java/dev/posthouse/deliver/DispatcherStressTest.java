package dev.posthouse.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.config.Endpoint;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.OpenDelivery.Mark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Many threads, many endpoints, all kinds of answers, configuration that changes all the time: if
/// one wake-up is lost, a delivery stays open for ever, because nothing here polls.
class DispatcherStressTest {
  private static final int ENDPOINTS = 30;
  private static final int EVENTS = 12_000;
  private static final int PUBLISHERS = 4;

  /// Of each publisher: together three times what a lane holds.
  private static final int BURST = 3 * LaneMemory.MEMORY / PUBLISHERS;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  @Timeout(120)
  void every_delivery_ends_and_none_is_sent_twice_at_once(long seed) throws Exception {
    try (var mob = new Mob(endpoints(), seed)) {
      var publishers = new ArrayList<Thread>();
      for (int p = 0; p < PUBLISHERS; p++) {
        var dice = new Random(seed * 100 + p);
        publishers.add(Thread.ofVirtual().start(() -> publish(mob, dice)));
      }
      for (Thread publisher : publishers) {
        publisher.join();
      }
      mob.calm();
      mob.awaitAllFinal();
      mob.dispatcher().stop();
      assertThat(mob.dispatcher().awaitIdle(Duration.ofSeconds(30))).isTrue();
      assertThat(mob.violations()).isEmpty();
      assertThat(mob.dispatcher().counts().movedOn()).isZero();
      assertThat(mob.table().finals).hasSize(EVENTS);
      assertThat(mob.budget().used()).isZero();
    }
  }

  /// More for one endpoint than its lane holds: the rest comes back from the table, while new ones
  /// are handed over and results commit.
  @Test
  @Timeout(120)
  void what_a_full_lane_leaves_in_the_table_is_fetched_and_sent_once() throws Exception {
    Endpoint narrow = Samples.endpoint(1, 1, 1, Optional.empty());
    try (var mob = new Mob(Map.of(narrow.id(), narrow), 1)) {
      var publishers = new ArrayList<Thread>();
      for (int p = 0; p < PUBLISHERS; p++) {
        publishers.add(Thread.ofVirtual().start(() -> burst(mob, narrow)));
      }
      for (Thread publisher : publishers) {
        publisher.join();
      }
      mob.awaitAllFinal();
      mob.dispatcher().stop();
      assertThat(mob.dispatcher().awaitIdle(Duration.ofSeconds(30))).isTrue();
      assertThat(mob.table().fetches).isPositive();
      assertThat(mob.violations()).isEmpty();
      assertThat(mob.dispatcher().counts().movedOn()).isZero();
      assertThat(mob.table().finals).hasSize(PUBLISHERS * BURST);
      assertThat(mob.budget().used()).isZero();
    }
  }

  private static void burst(Mob mob, Endpoint endpoint) {
    for (int i = 0; i < BURST; i++) {
      mob.publish(mob.endpoint(endpoint.id().value()));
    }
  }

  private static Map<EndpointId, Endpoint> endpoints() {
    var endpoints = new HashMap<EndpointId, Endpoint>();
    for (int i = 1; i <= ENDPOINTS; i++) {
      int concurrency = 1 + i % 5;
      Endpoint endpoint = Samples.endpoint(i, i % 3, concurrency, Optional.empty());
      endpoints.put(endpoint.id(), endpoint);
    }
    return endpoints;
  }

  private static void publish(Mob mob, RandomGenerator dice) {
    for (int i = 0; i < EVENTS / PUBLISHERS; i++) {
      Endpoint endpoint = mob.endpoint(1 + dice.nextInt(dice.nextInt(1, ENDPOINTS + 1)));
      OpenDelivery delivery = mob.publish(endpoint);
      disturb(mob, endpoint, delivery, dice.nextInt(60));
    }
  }

  private static void disturb(Mob mob, Endpoint endpoint, OpenDelivery delivery, int what) {
    switch (what) {
      case 0 -> mob.change(Samples.enabled(endpoint, false));
      case 1, 2 -> mob.change(Samples.enabled(endpoint, true));
      case 3 -> mob.dispatcher().rescan();
      case 4 -> mob.mark(delivery, Mark.CANCEL);
      case 5 -> mob.want(delivery);
      default -> {}
    }
  }
}
