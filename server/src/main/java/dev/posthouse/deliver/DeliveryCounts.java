package dev.posthouse.deliver;

import dev.posthouse.event.Outcome;
import dev.posthouse.event.Verdict;
import dev.posthouse.store.Settled;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/// What has been delivered since the start, in numbers.
public final class DeliveryCounts {
  private final LongAdder success = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder timedOut = new LongAdder();
  private final LongAdder unreachable = new LongAdder();
  private final LongAdder unsent = new LongAdder();
  private final LongAdder delivered = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder movedOn = new LongAdder();

  void attempted(Outcome outcome) {
    switch (outcome) {
      case Outcome.Answered answer -> (answer.success() ? success : refused).increment();
      case Outcome.TimedOut t -> timedOut.increment();
      case Outcome.Unreachable u -> unreachable.increment();
      case Outcome.Unsent u -> unsent.increment();
    }
  }

  void settled(Verdict verdict, Settled settled) {
    if (settled instanceof Settled.MovedOn) {
      movedOn.increment();
      return;
    }
    switch (verdict) {
      case Verdict.Done d -> delivered.increment();
      case Verdict.Retry r -> retries.increment();
      case Verdict.Failed f -> failed.increment();
    }
  }

  /// Attempts by what came of them: `success` and `refused` (answered 2xx, answered otherwise),
  /// `timed_out`, `unreachable`, `unsent`.
  public Map<String, Long> attempts() {
    var attempts = new TreeMap<String, Long>();
    attempts.put("success", success.sum());
    attempts.put("refused", refused.sum());
    attempts.put("timed_out", timedOut.sum());
    attempts.put("unreachable", unreachable.sum());
    attempts.put("unsent", unsent.sum());
    return attempts;
  }

  public long delivered() {
    return delivered.sum();
  }

  /// Attempts after which another was scheduled.
  public long retries() {
    return retries.sum();
  }

  public long failed() {
    return failed.sum();
  }

  /// Settles that changed nothing because their row had moved on.
  public long movedOn() {
    return movedOn.sum();
  }
}
