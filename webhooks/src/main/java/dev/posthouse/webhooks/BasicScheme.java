package dev.posthouse.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.webhooks.Verification.Refused;
import dev.posthouse.webhooks.Verification.Verified;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// HTTP Basic authentication (RFC 7617): a secret is `user:password`. Proves nothing of the
/// content, which is protected by https alone.
public record BasicScheme() implements Scheme {
  private static final String HEADER = "Authorization";
  private static final String PREFIX = "Basic ";

  @Override
  public Verifier verifier(List<String> secrets) {
    List<byte[]> keys =
        Scheme.checked(secrets).stream().map(secret -> checked(secret).getBytes(UTF_8)).toList();
    return (request, now) -> verify(request, keys);
  }

  private static String checked(String secret) {
    if (!secret.contains(":")) {
      throw new IllegalArgumentException(
          "The secret of Basic authentication is the user, a colon and the password, such as"
              + " posthouse:correct-horse");
    }
    return secret;
  }

  private static Verification verify(Request request, List<byte[]> keys) {
    Optional<Refused> refused = Headers.refusal(request, HEADER);
    if (refused.isPresent()) {
      return refused.get();
    }
    String value = request.header(HEADER).orElseThrow();
    if (!value.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
      return Refused.of(Refusal.WRONG_CREDENTIAL);
    }
    Optional<byte[]> shown = SignatureText.BASE64.read(value.substring(PREFIX.length()).trim());
    if (shown.isEmpty()) {
      return Refused.of(Refusal.WRONG_CREDENTIAL);
    }
    for (int i = 0; i < keys.size(); i++) {
      if (MessageDigest.isEqual(shown.get(), keys.get(i))) {
        return new Verified("", Instant.EPOCH, i);
      }
    }
    return Refused.of(Refusal.WRONG_CREDENTIAL);
  }

  @Override
  public Map<String, String> sign(Request request, String secret, String id, Instant at) {
    String encoded = Base64.getEncoder().encodeToString(checked(secret).getBytes(UTF_8));
    return Map.of(HEADER, PREFIX + encoded);
  }
}
