package dev.posthouse.webhooks.body;

/// A body is not of the form it should have. The message says where, and quotes nothing of it.
public final class Malformed extends Exception {
  private static final long serialVersionUID = 1L;

  public Malformed(String message) {
    super(message, null, false, false);
  }
}
