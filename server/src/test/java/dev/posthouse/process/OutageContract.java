package dev.posthouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.io.TempDir;

/// The database is away under load, for as long as `-Dposthouse.outage.seconds` says (`./posthouse
/// outage --seconds 60`): publishers are told to come again, receivers see what was running and
/// nothing after it, and when the database is back all goes on by itself.
abstract class OutageContract {
  private static final Duration AWAY =
      Duration.ofSeconds(Integer.getInteger("posthouse.outage.seconds", 2));
  private static final Publishers.Pace PACE = new Publishers.Pace(8, 250, 8);
  private static final Duration SOON = Duration.ofSeconds(60);

  /// So long attempts may run that began before the outage was noticed.
  private static final Duration LONGEST_ATTEMPTS = Duration.ofSeconds(1);

  @TempDir Path folder;

  private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
  private final Map<Integer, String> accepted = new ConcurrentHashMap<>();

  abstract Launch launch() throws Exception;

  /// A way in which a database can be away, from now on.
  interface Outage {
    Ending begin() throws Exception;
  }

  interface Ending {
    void end() throws Exception;
  }

  void survives(Outage outage) throws Exception {
    try (var receivers = Receivers.start(arrivals::add);
        var house = new House(launch(), House.Aftermath.NONE)) {
      Town town = Town.found(house.client(), receivers);
      int letters = publishThrough(outage, house);
      Records.awaitNothingOpen(house.client(), SOON);

      var kept = Promises.judge(accepted, arrivals, house.lives());
      System.out.println(getClass().getSimpleName() + " " + kept.figures());
      assertThat(accepted).hasSize(letters);
      assertThat(kept.broken()).isEmpty();
      assertThat(Records.judge(house.client(), town, accepted)).isEmpty();
    }
  }

  private int publishThrough(Outage outage, House house) throws Exception {
    try (var publishers =
        new Publishers(
            house.client(), PACE, (letter, event) -> accepted.put(letter.number(), event))) {
      publishers.awaitAcceptance(SOON);
      LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
      long end = System.nanoTime() + AWAY.toNanos();
      Ending ending = outage.begin();
      awaitRefusal(publishers);
      assertNothingMoves(house.client(), end);
      ending.end();
      house.client().await("/readyz", reply -> reply.status() == 200, SOON);
      publishers.awaitAcceptance(SOON);
      int letters = publishers.finish();
      System.out.println("the longest wait of a publisher: " + publishers.longestAnswer());
      assertThat(publishers.wrong()).isEmpty();
      return letters;
    }
  }

  private static void awaitRefusal(Publishers publishers) {
    long end = System.nanoTime() + SOON.toNanos();
    while (publishers.refusals() == 0) {
      assertThat(System.nanoTime()).as("nobody is told to come again").isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  /// Readiness tells why, nothing is accepted, and once what ran has ended nothing is sent.
  private void assertNothingMoves(Client client, long end) throws Exception {
    var readiness = client.get("/readyz");
    assertThat(readiness.status()).isEqualTo(503);
    assertThat(readiness.text()).contains("\"code\":\"database\"");
    var read = client.get("/v1/events?limit=1");
    assertThat(read.status()).as(read.text()).isIn(200, 503);
    var changed = client.post("/v1/tenants", "{\"name\":\"another\"}");
    assertThat(changed.status()).as(changed.text()).isEqualTo(503);
    LockSupport.parkNanos(LONGEST_ATTEMPTS.toNanos());
    int arrived = arrivals.size();
    int taken = accepted.size();
    LockSupport.parkNanos(Math.max(LONGEST_ATTEMPTS.toNanos(), end - System.nanoTime()));
    assertThat(arrivals).hasSize(arrived);
    assertThat(accepted).hasSize(taken);
  }
}
