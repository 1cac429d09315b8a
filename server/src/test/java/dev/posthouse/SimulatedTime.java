package dev.posthouse;

import dev.posthouse.testing.SettableClock;
import java.time.Duration;
import org.jspecify.annotations.NullMarked;

/// Time that passes when told: a clock on the wall, which may be set, and a count of what has
/// passed, which only grows.
@NullMarked
final class SimulatedTime {
  private final SettableClock wall = new SettableClock();
  private Duration elapsed = Duration.ZERO;

  SettableClock wall() {
    return wall;
  }

  Duration elapsed() {
    return elapsed;
  }

  long nanos() {
    return elapsed.toNanos();
  }

  void pass(Duration by) {
    elapsed = elapsed.plus(by);
    wall.advance(by);
  }

  /// Somebody sets the clock on the wall.
  void jump(Duration by) {
    wall.advance(by);
  }
}
