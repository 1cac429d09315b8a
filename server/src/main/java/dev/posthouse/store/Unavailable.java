package dev.posthouse.store;

/// The database cannot write; what was under way is not known to be stored.
final class Unavailable extends Exception {
  private static final long serialVersionUID = 1;
  final Appended.Reason reason;

  Unavailable(Throwable cause, Appended.Reason reason) {
    super(cause.getMessage(), cause);
    this.reason = reason;
  }
}
