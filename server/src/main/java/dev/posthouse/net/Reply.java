package dev.posthouse.net;

/// A whole answer to an [Inquiry].
public record Reply(int status, byte[] body) {
  /// The body may hold secrets.
  @Override
  public String toString() {
    return "HTTP " + status;
  }
}
