package dev.posthouse.route;

import dev.posthouse.rule.Filter;
import java.util.concurrent.atomic.LongAdder;

/// How often the filter of one subscription said what, since the process started.
final class Tally {
  /// The first failures are remembered one by one, later ones now and then, because a reason costs
  /// more than a count.
  private static final int REMEMBERED = 16;

  private static final int EVERY = 256;

  private final LongAdder passed = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private volatile String reason = "";

  void count(Filter.Result result) {
    switch (result) {
      case Filter.Passed yes -> passed.increment();
      case Filter.Rejected no when no.failed() -> countFailure(no);
      case Filter.Rejected no -> rejected.increment();
    }
  }

  private void countFailure(Filter.Rejected no) {
    long before = failed.sum();
    failed.increment();
    if (before < REMEMBERED || before % EVERY == 0) {
      reason = no.toString();
    }
  }

  FilterCounts counts() {
    return new FilterCounts(passed.sum(), rejected.sum(), failed.sum(), reason);
  }
}
