package dev.posthouse.bench.part;

import java.time.Duration;

/// Waits for something outside by looking at it again and again.
public final class Await {
  private Await() {}

  /// Something that holds sooner or later.
  @FunctionalInterface
  public interface Question {
    boolean holds() throws InterruptedException;
  }

  /// Whether it held within `longest`.
  public static boolean within(Duration longest, Duration every, Question question)
      throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (!question.holds()) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(every);
    }
    return true;
  }
}
