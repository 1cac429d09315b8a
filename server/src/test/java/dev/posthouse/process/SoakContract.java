package dev.posthouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Load for a long time, with trouble in the first half of each minute and none in the second:
/// `./posthouse soak --minutes 30 --rate 1000`. Nothing grows, nothing is left over, and in the end
/// every letter is accounted for. Without `--minutes` three minutes of four seconds each.
abstract class SoakContract {
  private static final int MINUTES = Integer.getInteger("posthouse.soak.minutes", 0);
  private static final int RATE = Integer.getInteger("posthouse.soak.rate", 200);
  private static final Duration MINUTE = Duration.ofSeconds(MINUTES > 0 ? 60 : 4);
  private static final int PUBLISHERS = 16;
  private static final int BATCH = 20;
  private static final Duration LONGEST_REST = Duration.ofMinutes(2);

  /// After the load: until connections that are idle have been closed by either side.
  private static final Duration LONGEST_IDLE = Duration.ofMinutes(2);

  @TempDir Path folder;

  private final Tally tally = new Tally();
  private final Latencies latencies = new Latencies();

  abstract Launch launch() throws Exception;

  abstract Trouble.Absence absence() throws Exception;

  @Test
  void nothing_grows_and_nothing_is_lost_in_a_long_time_of_trouble() throws Exception {
    try (var receivers = Receivers.start(this::see);
        var posthouse = launch().start()) {
      Client client = posthouse.client();
      Town town = Town.found(client, receivers);
      var trouble = new Trouble(client, town, receivers, absence());
      Vitals before = Vitals.of(posthouse.pid());
      var minutes = new ArrayList<Minute>();

      int letters = publish(client, trouble, posthouse, minutes);
      Records.awaitNothingOpen(client, LONGEST_REST);

      assertThat(tally.judge(letters)).isEmpty();
      assertThat(receivers.strangers()).isZero();
      assertCounted(client, letters);
      if (MINUTES > 0) {
        assertThat(new Verdict(minutes).broken()).isEmpty();
        awaitNothingLeft(posthouse, before);
      }
    }
  }

  private void see(Arrival arrival) {
    tally.saw(arrival);
    boolean quick =
        switch (arrival.addressee()) {
          case ORDERS, LARGE, BRANCH -> true;
          case PAID, SLOW, MOODY, HOPELESS -> false;
        };
    if (quick && arrival.attempt() == 1) {
      latencies.add(arrival.arrived() - arrival.letter().at());
    }
  }

  /// Returns how many letters there were.
  private int publish(
      Client client, Trouble trouble, PosthouseProcess posthouse, List<Minute> minutes)
      throws Exception {
    var pace = new Publishers.Pace(PUBLISHERS, RATE, BATCH);
    try (var publishers = new Publishers(client, pace, (letter, event) -> tally.accepted(letter))) {
      for (int i = 0; i < Math.max(3, MINUTES); i++) {
        Minute minute = minute(trouble, posthouse);
        minutes.add(minute);
        System.out.printf(
            Locale.ROOT,
            "minute %d: accepted %d, attempts %d, told to come again %d times, %s%n",
            i + 1,
            tally.acceptedSoFar(),
            tally.attemptsSoFar(),
            publishers.refusals(),
            minute);
      }
      int letters = publishers.finish();
      assertThat(publishers.wrong()).isEmpty();
      return letters;
    }
  }

  /// Trouble for half of it, a fifth to get over it, and then calm, which is what is measured.
  private Minute minute(Trouble trouble, PosthouseProcess posthouse) throws Exception {
    long began = System.nanoTime();
    trouble.last(MINUTE.dividedBy(2));
    Duration troubled = latencies.quantile(0.99);
    LockSupport.parkNanos(MINUTE.dividedBy(5).toNanos());
    latencies.clear();
    LockSupport.parkNanos(MINUTE.toNanos() - (System.nanoTime() - began));
    Duration median = latencies.quantile(0.5);
    Duration most = latencies.quantile(0.99);
    latencies.clear();
    return new Minute(Vitals.of(posthouse.pid()), median, most, troubled);
  }

  private static void assertCounted(Client client, int letters) throws Exception {
    Tally.Expected expected = Tally.expected(letters);
    String metrics = client.get("/metrics").text();
    assertThat(metric(metrics, "posthouse_events_accepted_total")).isEqualTo(letters);
    assertThat(metric(metrics, "posthouse_deliveries_delivered_total"))
        .isEqualTo(expected.delivered());
    assertThat(metric(metrics, "posthouse_deliveries_failed_total")).isEqualTo(expected.failed());
    assertThat(metric(metrics, "posthouse_backlog")).isZero();
    assertThat(metric(metrics, "posthouse_attempts_running")).isZero();
  }

  private static long metric(String metrics, String name) {
    Matcher line = Pattern.compile("(?m)^" + name + " (\\S+)$").matcher(metrics);
    assertThat(line.find()).as(name).isTrue();
    return (long) Double.parseDouble(line.group(1));
  }

  private static void awaitNothingLeft(PosthouseProcess posthouse, Vitals before) throws Exception {
    long end = System.nanoTime() + LONGEST_IDLE.toNanos();
    Vitals now = Vitals.of(posthouse.pid());
    while (Verdict.leftOver(before, now) && System.nanoTime() < end) {
      LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
      now = Vitals.of(posthouse.pid());
    }
    System.out.println("before the load: " + before + "\nafter it:        " + now);
    assertThat(Verdict.leftOver(before, now)).as("left over: %s", now).isFalse();
  }
}
