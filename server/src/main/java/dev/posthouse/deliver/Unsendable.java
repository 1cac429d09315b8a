package dev.posthouse.deliver;

import dev.posthouse.event.Outcome;

/// Nothing can be sent, for a reason that is not a defect.
final class Unsendable extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final Outcome.Reason reason;

  Unsendable(Outcome.Reason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  Outcome.Reason reason() {
    return reason;
  }

  String detail() {
    return String.valueOf(getMessage());
  }
}
