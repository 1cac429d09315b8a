package dev.posthouse.webhooks.body;

/// A body is not of the form it should have. The message says where, and quotes nothing of it.
public final class Malformed extends Exception {
  private static final long serialVersionUID = 1L;

  private final String what;

  public Malformed(String what) {
    super(what, null, false, false);
    this.what = what;
  }

  /// What is wrong, for the log and the answer.
  public String what() {
    return what;
  }
}
