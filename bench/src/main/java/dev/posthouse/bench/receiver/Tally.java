package dev.posthouse.bench.receiver;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.HdrHistogram.Histogram;

/// What has come: every event is checked off by its number, latencies are kept by group.
final class Tally {
  static final int GROUPS = 4;

  /// Numbers of events begin here, so that all have ten digits.
  static final long FIRST = 1_000_000_000L;

  /// A request in so many has its signature checked.
  private static final int SAMPLE = 997;

  private static final int DIGITS = 3;
  private static final long LONGEST = 3_600_000_000L;
  private static final int HUNDRED = 100;

  private final RandomGenerator dice =
      RandomGeneratorFactory.of("Xoroshiro128PlusPlus").create(20_417);
  private final List<Space> spaces = new ArrayList<>();
  private final List<Histogram> latency = new ArrayList<>();
  private final Histogram lateness = new Histogram(LONGEST, DIGITS);
  private final Signatures signatures = new Signatures();
  private final Times failedAt = new Times();
  private long retryDelay;
  long posts;
  long taken;
  long refused;

  /// The numbers that came for one endpoint, or for several that share them.
  static final class Space {
    final BitSet seen = new BitSet();
    long distinct;
    long duplicates;
    long disorder;
    private int highest = -1;

    void add(int number) {
      if (seen.get(number)) {
        duplicates++;
        return;
      }
      seen.set(number);
      distinct++;
      if (number < highest) {
        disorder++;
      } else {
        highest = number;
      }
    }
  }

  Tally() {
    for (int group = 0; group < GROUPS; group++) {
      latency.add(new Histogram(LONGEST, DIGITS));
    }
  }

  boolean dice(int percent) {
    return dice.nextInt(HUNDRED) < percent;
  }

  void note(Path path, Request request, int end, boolean failing) {
    posts++;
    long now = micros();
    long sequence = request.sequence(end);
    if (retryDelay > 0 && sequence >= 0) {
      noteRetry(sequence, now, failing);
    }
    if (failing) {
      refused++;
      return;
    }
    taken++;
    long sent = request.sentAt(end);
    if (sent > 0) {
      latency.get(path.group()).recordValue(Math.clamp(now - sent, 0, LONGEST));
    }
    if (sequence >= 0) {
      space(path.space()).add((int) (sequence - FIRST));
    }
    if (posts % SAMPLE == 0 && path.space() == 0) {
      signatures.check(request, end);
    }
  }

  private void noteRetry(long sequence, long now, boolean failing) {
    long failed = failedAt.remove(sequence);
    if (failed > 0) {
      lateness.recordValue(Math.clamp(now - failed - retryDelay, 0, LONGEST));
    }
    if (failing) {
      failedAt.put(sequence, now);
    }
  }

  private static long micros() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
  }

  Space space(int number) {
    while (spaces.size() <= number) {
      spaces.add(new Space());
    }
    return spaces.get(number);
  }

  List<Space> spaces() {
    return spaces;
  }

  Histogram latency(int group) {
    return latency.get(group);
  }

  Histogram lateness() {
    return lateness;
  }

  Signatures signatures() {
    return signatures;
  }

  /// From here on retries are timed: each is due so many microseconds after the attempt before.
  void retryDelay(long micros) {
    retryDelay = micros;
  }

  /// Forgets latencies, not numbers: what was the warm-up is over.
  void startWindow() {
    latency.forEach(Histogram::reset);
    lateness.reset();
  }

  /// Forgets everything: the next load counts from 0 again.
  void forget() {
    startWindow();
    spaces.clear();
    posts = 0;
    taken = 0;
    refused = 0;
  }
}
