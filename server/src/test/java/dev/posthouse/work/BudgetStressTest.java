package dev.posthouse.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Many threads on one budget.
@Timeout(60)
class BudgetStressTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 100_000;
  private static final long LIMIT = 100;
  private static final int SPARE = 30;

  @Test
  void never_gives_more_than_it_has_and_gets_all_of_it_back() throws Exception {
    var budget = new Budget(LIMIT);
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      var running = new ArrayList<Future<Boolean>>();
      for (int t = 0; t < THREADS; t++) {
        var dice = new Random(t);
        running.add(threads.submit(() -> takeAndGive(budget, dice)));
      }
      for (Future<Boolean> one : running) {
        assertThat(one.get()).isTrue();
      }
    }
    assertThat(budget.used()).isZero();
    assertThat(budget.tryTake(LIMIT)).isTrue();
    assertThat(budget.tryTake(1)).isFalse();
  }

  /// Whether all was right.
  private static boolean takeAndGive(Budget budget, Random dice) {
    boolean right = true;
    for (int i = 0; i < ROUNDS; i++) {
      long bytes = 1L + dice.nextInt(60);
      boolean spares = dice.nextBoolean();
      if (budget.tryTake(bytes, spares ? SPARE : 0)) {
        long used = budget.used();
        right &= used >= bytes && used <= LIMIT;
        budget.give(bytes);
      }
    }
    return right;
  }
}
