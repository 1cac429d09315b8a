package dev.posthouse.deliver;

import dev.posthouse.config.Endpoint;
import dev.posthouse.event.Outcome;
import dev.posthouse.rule.Words;

/// Nothing can be sent, for a reason that is not a defect.
final class Unsendable extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final Outcome.Reason reason;

  private final transient Words words;

  Unsendable(Outcome.Reason reason, Words words) {
    super(words.english(), null, false, false);
    this.words = words;
    this.reason = reason;
  }

  /// @throws Unsendable if the endpoint's tenant requires a safer way to it
  static void refuseForbidden(Directory directory, Endpoint endpoint) {
    directory
        .forbidden(endpoint)
        .ifPresent(why -> {
          throw new Unsendable(Outcome.Reason.FORBIDDEN, new Words(why, why));
        });
  }

  Outcome.Reason reason() {
    return reason;
  }

  Words words() {
    return words;
  }

  String detail() {
    return words.english();
  }
}
