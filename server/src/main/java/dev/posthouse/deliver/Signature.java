package dev.posthouse.deliver;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.posthouse.access.Secret;
import dev.posthouse.config.Endpoint;
import dev.posthouse.config.Signing;
import dev.posthouse.event.Outcome;
import dev.posthouse.rule.Words;
import dev.posthouse.webhooks.Signer;
import dev.posthouse.webhooks.SigningSecret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Signs with every secret of an endpoint that is live.
final class Signature {
  /// Parsed secrets kept: parsing an Ed25519 key costs more than signing with it.
  private static final int KEPT = 10_000;

  private final Cache<Secret, SigningSecret> parsed =
      Caffeine.newBuilder().maximumSize(KEPT).build();

  /// The value of `webhook-signature`; empty where the endpoint does not want one.
  ///
  /// @throws Unsendable if there is no live secret
  Optional<String> of(Endpoint endpoint, String webhookId, Instant time, List<byte[]> body) {
    Signing signing = endpoint.signing();
    if (signing.scheme() == Signing.Scheme.NONE) {
      return Optional.empty();
    }
    List<SigningSecret> live =
        signing.keys().stream()
            .filter(key -> key.until().isAfter(time))
            .map(key -> parsed.get(key.secret(), secret -> SigningSecret.parse(secret.reveal())))
            .toList();
    if (live.isEmpty()) {
      throw new Unsendable(
          Outcome.Reason.NO_SECRET,
          new Words(
              "endpoint " + endpoint.id() + " has no live signing secret",
              "端点 " + endpoint.id() + " 没有有效的签名密钥"));
    }
    byte[][] parts = body.toArray(new byte[0][]);
    return Optional.of(Signer.of(live).sign(webhookId, time.getEpochSecond(), parts));
  }
}
