package dev.posthouse.config;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.posthouse.access.Secret;
import dev.posthouse.event.TenantId;
import dev.posthouse.webhooks.Ed25519SecretKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// The public keys that a tenant's endpoints sign with, as a JSON Web Key Set (RFC 7517, section
/// 5). Anybody may ask: so it is put together once for each state of the configuration.
public final class PublicKeys {
  /// Bounds what strangers can have us remember; only tenants that there are count.
  private static final int KEPT = 1_000;

  /// Deriving a public key costs as much as signing.
  private static final int KEYS_KEPT = 10_000;

  private final Catalogue catalogue;
  private final InstantSource clock;
  private final Cache<TenantId, KeySet> sets =
      Caffeine.newBuilder().maximumSize(KEPT).executor(Runnable::run).build();
  private final Cache<Secret, String> keys =
      Caffeine.newBuilder().maximumSize(KEYS_KEPT).executor(Runnable::run).build();

  public PublicKeys(Catalogue catalogue, InstantSource clock) {
    this.catalogue = catalogue;
    this.clock = clock;
  }

  /// @param until when one of its keys ends
  private record KeySet(long number, Instant until, String json) {}

  /// Of all endpoints, oldest first, the newest key of each first.
  public String of(TenantId tenant) {
    Snapshot now = catalogue.current();
    Instant time = clock.instant();
    KeySet known = sets.getIfPresent(tenant);
    if (known == null || known.number() != now.number() || !known.until().isAfter(time)) {
      known = read(now, tenant, time);
      sets.put(tenant, known);
    }
    return known.json();
  }

  private KeySet read(Snapshot now, TenantId tenant, Instant time) {
    List<Signing.Key> live =
        now.endpoints(tenant).reversed().stream()
            .map(Endpoint::signing)
            .filter(signing -> signing.scheme().hasPublicKey())
            .flatMap(signing -> signing.keys().stream())
            .filter(key -> key.until().isAfter(time))
            .toList();
    Instant until =
        live.stream().map(Signing.Key::until).min(Comparator.naturalOrder()).orElse(Instant.MAX);
    String json =
        live.stream()
            .map(key -> keys.get(key.secret(), PublicKeys::jwk))
            .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    return new KeySet(now.number(), until, json);
  }

  private static String jwk(Secret secret) {
    return Ed25519SecretKey.parse(secret.reveal()).verifyingKey().jwk();
  }
}
