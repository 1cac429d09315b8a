package dev.posthouse.deliver;

import dev.posthouse.config.HealthPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/// Opens when an endpoint fails lastingly: then one attempt at a time is made, at growing
/// intervals, until one succeeds. Guarded by its lane's lock.
final class Breaker {
  /// The window moves by a sixth of itself.
  private static final int PARTS = 6;

  private static final Duration FIRST_PROBE = Duration.ofSeconds(1);

  /// A receiver that is back is found within this time; one that is not costs four attempts a
  /// minute, if anything is due at all.
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private final int[] good = new int[PARTS];
  private final int[] bad = new int[PARTS];
  private long part;
  private boolean open;
  private boolean probing;
  private Instant probeAt = Instant.MIN;
  private Duration pause = FIRST_PROBE;

  /// An attempt succeeded: whatever was before, the receiver is there.
  void good(HealthPolicy policy, Instant now) {
    if (open) {
      reset();
    }
    policy.breaker().ifPresent(limits -> good[place(limits, now)]++);
  }

  /// An attempt failed.
  ///
  /// @param probe whether it was made to find out
  void bad(HealthPolicy policy, Instant now, boolean probe) {
    if (policy.breaker().isEmpty()) {
      reset();
      return;
    }
    HealthPolicy.Breaker limits = policy.breaker().get();
    bad[place(limits, now)]++;
    if (!open && tripped(limits)) {
      open = true;
      pause = FIRST_PROBE;
      probeAt = now.plus(pause);
    } else if (open && probe) {
      Duration longer = pause.multipliedBy(2);
      pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
      probeAt = now.plus(pause);
    }
  }

  /// An attempt said nothing about the receiver.
  void neutral(Instant now, boolean probe) {
    if (open && probe) {
      probeAt = now.plus(pause);
    }
  }

  private boolean tripped(HealthPolicy.Breaker limits) {
    int failed = Arrays.stream(bad).sum();
    int all = failed + Arrays.stream(good).sum();
    return all >= limits.minimum() && failed >= limits.ratio() * all;
  }

  /// Parts that have left the window are emptied; a clock that was set back begins it anew.
  private int place(HealthPolicy.Breaker limits, Instant now) {
    long current = now.toEpochMilli() * PARTS / limits.window().toMillis();
    if (current < part || current - part >= PARTS) {
      Arrays.fill(good, 0);
      Arrays.fill(bad, 0);
    } else {
      for (long next = part + 1; next <= current; next++) {
        good[(int) (next % PARTS)] = 0;
        bad[(int) (next % PARTS)] = 0;
      }
    }
    part = current;
    return (int) (current % PARTS);
  }

  boolean open() {
    return open;
  }

  /// When the next attempt may be made: `Instant.MIN` for at once, `Instant.MAX` while one is being
  /// made to find out.
  Instant free() {
    if (!open) {
      return Instant.MIN;
    }
    return probing ? Instant.MAX : probeAt;
  }

  /// An attempt begins. Returns whether it is one to find out.
  boolean begins() {
    probing |= open;
    return open;
  }

  /// A probe is over, whatever came of it.
  void probed() {
    probing = false;
  }

  /// A person wants to know.
  void probeNow() {
    probeAt = Instant.MIN;
  }

  /// Forgets all.
  void reset() {
    open = false;
    pause = FIRST_PROBE;
    Arrays.fill(good, 0);
    Arrays.fill(bad, 0);
  }
}
