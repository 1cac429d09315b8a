package dev.posthouse.shopify;

import java.io.IOException;
import java.time.Duration;

/// A shop did not do what it was asked for; the message is for people.
final class Failure extends IOException {
  private static final long serialVersionUID = 1;

  private static final Duration SHORTEST = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Duration pause;

  Failure(String message) {
    this(message, Duration.ZERO);
  }

  private Failure(String message, Duration pause) {
    super(message);
    this.pause = pause;
  }

  /// It is asked too much at present.
  ///
  /// @param asked how long it wants to be left alone; zero: it does not say
  static Failure throttled(Duration asked) {
    Duration longer = asked.compareTo(SHORTEST) < 0 ? SHORTEST : asked;
    return new Failure(
        "the shop asks to wait, for the app asked too much",
        longer.compareTo(LONGEST) > 0 ? LONGEST : longer);
  }

  /// How long to wait; zero if that is not what failed.
  Duration pause() {
    return pause;
  }
}
