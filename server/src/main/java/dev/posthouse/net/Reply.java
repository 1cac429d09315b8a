package dev.posthouse.net;

import java.time.Duration;

/// A whole answer to an [Inquiry].
///
/// @param retryAfter how long the server asks to wait; zero if it does not say
public record Reply(int status, byte[] body, Duration retryAfter) {
  /// Of a server that does not ask to wait.
  public Reply(int status, byte[] body) {
    this(status, body, Duration.ZERO);
  }

  /// The body may hold secrets.
  @Override
  public String toString() {
    return "HTTP " + status;
  }
}
