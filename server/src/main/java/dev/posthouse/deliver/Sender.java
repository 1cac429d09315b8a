package dev.posthouse.deliver;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/// Carries one request to a receiver and brings back what came of it. Never throws for what the
/// world does; blocks for at most the request's timeout.
public interface Sender {
  Sent send(Request request);

  /// When the certificate ends that the receiver showed last; empty if it has shown none yet.
  default Optional<Instant> certificateExpires(URI url) {
    return Optional.empty();
  }
}
