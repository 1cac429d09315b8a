package dev.posthouse.config;

import dev.posthouse.access.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How TLS with a receiver is set up. Its certificate is checked against the authorities of the
/// JDK, or only those of `ca` (PEM), or not at all.
///
/// @param client what we show a receiver that asks who we are
public record Tls(boolean verify, Optional<String> ca, Optional<Client> client) {
  /// A certificate that ends within so long is warned of. Those that are renewed by a machine are
  /// renewed earlier.
  public static final Duration SOON = Duration.ofDays(14);

  public static final Tls DEFAULT = new Tls(true, Optional.empty(), Optional.empty());

  /// A certificate chain and its key, both in PEM.
  ///
  /// @param expires when the first of the certificates ends
  public record Client(String certificates, Secret key, Instant expires) {}
}
