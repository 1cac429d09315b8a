package dev.posthouse.config;

import dev.posthouse.access.Secret;
import dev.posthouse.webhooks.Ed25519SecretKey;
import dev.posthouse.webhooks.SymmetricSecret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Makes signing keys and lets old ones sign on for a while.
final class SigningKeys {
  private static final int HMAC_BYTES = 32;

  private final SecureRandom random;

  SigningKeys(SecureRandom random) {
    this.random = random;
  }

  /// The keys of an endpoint that had `before`: kept while the scheme stays, else new.
  List<Signing.Key> keysFor(Signing.Scheme scheme, Signing before) {
    return scheme == before.scheme() && !before.keys().isEmpty() ? before.keys() : fresh(scheme);
  }

  List<Signing.Key> fresh(Signing.Scheme scheme) {
    return switch (scheme) {
      case V1, MESSAGE_HMAC -> forever(SymmetricSecret.generate(random).reveal());
      case V1A, MESSAGE -> forever(Ed25519SecretKey.generate(random).reveal());
      case HMAC -> forever(text());
      case NONE -> List.of();
    };
  }

  /// Reads as any [Signing.SecretEncoding].
  private String text() {
    byte[] bytes = new byte[HMAC_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /// A new key first; those that sign at `now` go on for `overlap`, no longer than they had. A
  /// header of a receiver's own form holds one signature only, that of the new key.
  List<Signing.Key> rotated(Signing signing, Instant now, Duration overlap) {
    Instant end = now.plus(overlap).truncatedTo(ChronoUnit.MICROS);
    var keys = new ArrayList<>(fresh(signing.scheme()));
    boolean several = signing.scheme() != Signing.Scheme.HMAC;
    for (Signing.Key old : several ? signing.keys() : List.<Signing.Key>of()) {
      Instant until = old.until().isBefore(end) ? old.until() : end;
      if (until.isAfter(now)) {
        keys.add(new Signing.Key(old.secret(), until));
      }
    }
    return keys;
  }

  private static List<Signing.Key> forever(String secret) {
    return List.of(new Signing.Key(new Secret(secret), Instant.MAX));
  }
}
