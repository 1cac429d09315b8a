package dev.posthouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server is killed under load, again and again, as often as `-Dposthouse.kill.rounds` says
/// (`./posthouse kill --rounds 100`), at moments of every kind: what was accepted arrives where it
/// should, and nothing else does.
abstract class KillContract {
  private static final Publishers.Pace PACE = new Publishers.Pace(8, 250, 8);
  private static final Duration LONGEST_ROUND = Duration.ofSeconds(60);
  private static final int MOST_ARRIVALS = 500;
  private static final int MOST_STOPPING_MILLIS = 300;
  private static final int MOST_ROTATING_MILLIS = 50;
  private static final int MOST_STARTING_MILLIS = 2_500;

  @TempDir Path folder;

  private final Random random = new Random();
  private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
  private final Map<Integer, String> accepted = new ConcurrentHashMap<>();

  /// A server on the database of this kind, the same at each call.
  abstract Launch launch() throws Exception;

  /// What happens to its data when it is killed.
  House.Aftermath aftermath() {
    return House.Aftermath.NONE;
  }

  /// As many as a build has time for, unless more are asked for.
  int rounds() {
    return Integer.getInteger("posthouse.kill.rounds", 3);
  }

  /// When a server is killed: each kind in turn.
  private enum Moment {
    RIGHT_AFTER_A_202,
    WHILE_STARTING,
    UNDER_LOAD,
    WHILE_STOPPING,
    RIGHT_AFTER_A_CHANGE,
    WHILE_THE_SECRET_KEY_CHANGES,
    AS_SOON_AS_READY
  }

  @Test
  void what_was_accepted_arrives_whenever_the_server_is_killed() throws Exception {
    try (var receivers = Receivers.start(arrivals::add);
        var house = new House(launch(), aftermath())) {
      Town town = Town.found(house.client(), receivers);
      int letters = publishThroughKills(house, town);
      Records.awaitNothingOpen(house.client(), LONGEST_ROUND);

      var kept = Promises.judge(accepted, arrivals, house.lives());
      System.out.println(getClass().getSimpleName() + " " + kept.figures());
      assertThat(accepted).hasSize(letters);
      assertThat(receivers.strangers()).isZero();
      assertThat(kept.broken()).isEmpty();
      assertThat(Records.judge(house.client(), town, accepted)).isEmpty();
    }
  }

  private int publishThroughKills(House house, Town town) throws Exception {
    try (var publishers =
        new Publishers(
            house.client(), PACE, (letter, event) -> accepted.put(letter.number(), event))) {
      Moment[] all = Moment.values();
      int first = random.nextInt(all.length);
      for (int round = 0; round < rounds(); round++) {
        kill(all[(first + round) % all.length], house, town, publishers);
      }
      int letters = publishers.finish();
      assertThat(publishers.wrong()).isEmpty();
      return letters;
    }
  }

  private void kill(Moment moment, House house, Town town, Publishers publishers) throws Exception {
    switch (moment) {
      case RIGHT_AFTER_A_202 -> {
        publishers.awaitAcceptance(LONGEST_ROUND);
        house.kill();
      }
      case WHILE_STARTING -> {
        house.kill();
        house.startAndKillAfter(Duration.ofMillis(random.nextInt(MOST_STARTING_MILLIS)));
      }
      case UNDER_LOAD -> {
        awaitArrivals(arrivals.size() + 1 + random.nextInt(MOST_ARRIVALS));
        house.kill();
      }
      case WHILE_STOPPING -> {
        house.process().terminate();
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(MOST_STOPPING_MILLIS)).toNanos());
        house.kill();
      }
      case RIGHT_AFTER_A_CHANGE -> {
        killAfterChange(house, town);
        return;
      }
      case WHILE_THE_SECRET_KEY_CHANGES -> {
        var reply = house.client().post("/v1/secret-key/rotate", "");
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(MOST_ROTATING_MILLIS)).toNanos());
        house.kill();
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
      }
      case AS_SOON_AS_READY -> house.kill();
    }
    house.start();
  }

  /// A change that was answered is there after the next start, too.
  private void killAfterChange(House house, Town town) throws Exception {
    String path = town.path(Addressee.ORDERS);
    String value = "value-" + random.nextInt();
    var changed =
        house
            .client()
            .patch(
                path,
                """
                {"headers":{"x-town":"%s"}}\
                """
                    .formatted(value));
    house.kill();
    house.start();
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    assertThat(house.client().get(path).text()).contains(value);
  }

  private void awaitArrivals(int count) {
    long end = System.nanoTime() + LONGEST_ROUND.toNanos();
    while (arrivals.size() < count) {
      if (System.nanoTime() > end) {
        throw new AssertionError("no " + count + " arrivals within " + LONGEST_ROUND);
      }
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
  }
}
