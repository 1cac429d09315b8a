package dev.posthouse.config;

import java.util.Optional;

/// How an endpoint's certificate is checked: against the authorities of the JDK, or only those of
/// `ca` (PEM), or not at all.
public record Tls(boolean verify, Optional<String> ca) {
  public static final Tls DEFAULT = new Tls(true, Optional.empty());
}
