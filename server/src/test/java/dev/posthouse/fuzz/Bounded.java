package dev.posthouse.fuzz;

import dev.posthouse.event.Invalid;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/// What holds for everything that is fuzzed: it ends soon, and it refuses with words or not at all.
final class Bounded {
  /// Of this thread's own, so that a busy machine does not count; many times what the worst honest
  /// input takes, even instrumented.
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int LONGEST_MESSAGE = 10_000;

  private Bounded() {}

  /// The result, or nothing if the input was refused.
  static <T> Optional<T> read(Callable<T> reader) {
    return timed(() -> {
      try {
        return Optional.of(reader.call());
      } catch (Invalid e) {
        check(e);
        return Optional.empty();
      }
    });
  }

  /// @throws AssertionError if it takes too long
  static <T> T timed(Callable<T> work) {
    long start = THREADS.getCurrentThreadCpuTime();
    T result = call(work);
    var took = Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - start);
    require(took.compareTo(LONGEST) <= 0, "took " + took);
    return result;
  }

  private static <T> T call(Callable<T> work) {
    try {
      return work.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void check(Invalid e) {
    require(!e.flaws().isEmpty(), "refused without a reason");
    for (var flaw : e.flaws()) {
      require(!flaw.message().isBlank(), "a flaw without words at " + flaw.pointer());
      require(
          flaw.message().length() <= LONGEST_MESSAGE,
          "a message of " + flaw.message().length() + " characters at " + flaw.pointer());
    }
  }

  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
