package dev.posthouse.net;

import java.util.Optional;

/// What TLS with a server is built on. Which servers are believed to be who they say they are:
/// those that the authorities of the JDK vouch for, or only those of `ca` (PEM), or all. And who we
/// are, where a server asks.
public record Trust(boolean verify, Optional<String> ca, Optional<ClientIdentity> identity) {
  public static final Trust DEFAULT = new Trust(true, Optional.empty());

  /// Who we are is not told.
  public Trust(boolean verify, Optional<String> ca) {
    this(verify, ca, Optional.empty());
  }
}
