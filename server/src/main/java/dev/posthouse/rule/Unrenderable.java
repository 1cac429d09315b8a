package dev.posthouse.rule;

/// A template comes to nothing for this event, for a reason that people are told. Carries no stack,
/// for it is no defect.
final class Unrenderable extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient Words reason;

  Unrenderable(Words reason) {
    super(reason.english(), null, false, false);
    this.reason = reason;
  }

  Words reason() {
    return reason;
  }
}
