package dev.posthouse.oauth;

import dev.posthouse.net.Reply;
import java.io.IOException;
import java.time.Duration;

/// An authorization server answered, but gave no token. The message is for the history.
final class TokenRefused extends IOException {
  private static final long serialVersionUID = 1;
  private final Duration retryAfter;

  TokenRefused(Reply reply, String how) {
    super("the authorization server answered " + reply.status() + " " + how);
    this.retryAfter = reply.retryAfter();
  }

  /// How long it asks to wait; zero if it does not say.
  Duration retryAfter() {
    return retryAfter;
  }
}
