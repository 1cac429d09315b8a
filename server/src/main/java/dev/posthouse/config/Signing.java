package dev.posthouse.config;

import dev.posthouse.access.Secret;
import java.time.Instant;
import java.util.List;

/// How deliveries of an endpoint are signed. All `secrets` that are live sign; the first is the
/// newest.
public record Signing(Scheme scheme, List<Key> keys) {
  public Signing {
    keys = List.copyOf(keys);
  }

  public enum Scheme {
    V1,
    V1A,
    NONE
  }

  /// A signing secret in its serialised form (`whsec_…`, `whsk_…`) and until when it signs
  /// (`Instant.MAX`: until replaced).
  public record Key(Secret secret, Instant until) {}
}
