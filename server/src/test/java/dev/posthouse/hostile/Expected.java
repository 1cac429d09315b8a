package dev.posthouse.hostile;

import java.time.Duration;

/// What history records of an attempt, and what follows from it.
///
/// @param outcome its kind, as history names it
/// @param status zero if there was no answer
/// @param words a part of the recorded detail
/// @param state that of the delivery afterwards
/// @param retry when the delivery is tried again, after its attempt
/// @param lane what becomes of the endpoint's next delivery
record Expected(
    String outcome, int status, String words, String state, Duration retry, NextDelivery lane) {
  /// What the endpoints of these tests have as their retry policy.
  static final Duration POLICY = Duration.ofMinutes(1);

  enum NextDelivery {
    IS_SENT,
    WAITS,
    IS_HELD
  }

  static Expected delivered(int status) {
    return new Expected("answered", status, "", "delivered", POLICY, NextDelivery.IS_SENT);
  }

  static Expected rejected(int status) {
    return new Expected("answered", status, "", "retrying", POLICY, NextDelivery.IS_SENT);
  }

  /// The receiver asked for a pause, and gets one of this length.
  static Expected pause(int status, Duration asked) {
    return new Expected("answered", status, "", "retrying", asked, NextDelivery.WAITS);
  }

  static Expected gone() {
    return new Expected("answered", 410, "", "failed", POLICY, NextDelivery.IS_HELD);
  }

  static Expected unreachable(String words) {
    return new Expected("unreachable", 0, words, "retrying", POLICY, NextDelivery.IS_SENT);
  }

  /// @param phase what took too long: `connect` or `exchange`
  static Expected timedOut(String phase) {
    return new Expected("timed_out", 0, phase, "retrying", POLICY, NextDelivery.IS_SENT);
  }
}
