package dev.posthouse.webhooks;

import dev.posthouse.webhooks.Verification.Refused;
import dev.posthouse.webhooks.Verification.Verified;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Verifies message signatures (RFC 9421, section 3.2): any of a message's signatures that covers
/// what is required and is right for one of the keys.
final class MessageVerifier implements Verifier {
  private static final String INPUT = "signature-input";
  private static final String SIGNATURE = "signature";
  private static final String DIGEST = "content-digest";

  private final MessageScheme scheme;
  private final List<VerifyingKey> keys;

  MessageVerifier(MessageScheme scheme, List<VerifyingKey> keys) {
    this.scheme = scheme;
    this.keys = List.copyOf(keys);
  }

  @Override
  public Verification verify(Request request, Instant now) {
    for (String name : List.of(INPUT, SIGNATURE, DIGEST)) {
      if (request.values(name).isEmpty()) {
        return Refused.of(Refusal.MISSING_HEADER);
      }
    }
    Optional<Map<String, MessageInput>> inputs = MessageInput.read(joined(request, INPUT));
    Optional<Map<String, byte[]>> signatures = MessageInput.bytes(joined(request, SIGNATURE));
    if (inputs.isEmpty() || signatures.isEmpty() || inputs.get().size() > MOST_SIGNATURES) {
      return Refused.of(Refusal.MALFORMED_SIGNATURE);
    }
    Refused first = Refused.of(Refusal.MALFORMED_SIGNATURE);
    boolean any = false;
    for (Map.Entry<String, MessageInput> entry : inputs.get().entrySet()) {
      byte[] signature = signatures.get().get(entry.getKey());
      if (signature != null) {
        Verification seen = verify(request, entry.getValue(), signature, now);
        if (seen instanceof Verified) {
          return seen;
        }
        first = any ? first : (Refused) seen;
        any = true;
      }
    }
    return first;
  }

  private static String joined(Request request, String name) {
    return String.join(", ", request.values(name));
  }

  private Verification verify(Request request, MessageInput input, byte[] signature, Instant now) {
    Set<Component> covered = new HashSet<>(input.components());
    if (!covered.containsAll(scheme.required()) || covered.size() < input.components().size()) {
      return new Refused(
          Refusal.UNKNOWN_VERSION, "The signature does not cover all of " + scheme.required());
    }
    Optional<Refusal> stale = stale(input, now);
    if (stale.isPresent()) {
      return Refused.of(stale.get());
    }
    if (request.url().isEmpty() && input.components().stream().anyMatch(Component::ofUrl)) {
      return Refused.of(Refusal.UNKNOWN_URL);
    }
    if (!digested(request)) {
      return new Refused(Refusal.MISMATCH, "The header Content-Digest is not that of the body");
    }
    try {
      byte[] base = base(request, input);
      for (int i = 0; i < keys.size(); i++) {
        if (ofAlgorithm(keys.get(i), input) && right(keys.get(i), base, signature)) {
          long created = input.seconds("created").orElseThrow();
          return new Verified("", Instant.ofEpochSecond(created), i);
        }
      }
      return Refused.of(Refusal.MISMATCH);
    } catch (IllegalArgumentException lacksWhatIsCovered) {
      return Refused.of(Refusal.MISMATCH);
    }
  }

  private Optional<Refusal> stale(MessageInput input, Instant now) {
    Optional<Long> created = input.seconds("created");
    boolean oddExpiry =
        input.parameters().containsKey("expires") && input.seconds("expires").isEmpty();
    if (created.isEmpty() || oddExpiry) {
      return Optional.of(Refusal.MALFORMED_TIMESTAMP);
    }
    Optional<Long> expires = input.seconds("expires");
    if (expires.isPresent() && expires.get() < now.getEpochSecond()) {
      return Optional.of(Refusal.TOO_OLD);
    }
    Duration tolerance = scheme.tolerance();
    return new SignedTime("", SignedTime.Unit.SECONDS, tolerance, tolerance)
        .refusal(Instant.ofEpochSecond(created.get()), now);
  }

  /// Every digest of a kind that we know is the body's, and there is one.
  private static boolean digested(Request request) {
    Optional<Map<String, byte[]>> digests = MessageInput.bytes(joined(request, DIGEST));
    List<byte[]> body = List.of(request.body());
    Map<String, String> right =
        Map.of("sha-256", ContentDigest.sha256(body), "sha-512", ContentDigest.sha512(body));
    if (digests.isEmpty() || digests.get().keySet().stream().noneMatch(right::containsKey)) {
      return false;
    }
    return digests.get().entrySet().stream()
        .filter(digest -> right.containsKey(digest.getKey()))
        .allMatch(digest ->
            MessageInput.bytes(right.getOrDefault(digest.getKey(), ""))
                .flatMap(ours -> Optional.ofNullable(ours.get(digest.getKey())))
                .map(ours -> MessageDigest.isEqual(ours, digest.getValue()))
                .orElse(false));
  }

  /// The last line is what was received, byte for byte.
  private static byte[] base(Request request, MessageInput input) {
    RequestHead head = new RequestHead(request.method(), target(request), request.headers());
    return SignatureBase.of(head, input.components(), input.text()).bytes();
  }

  private static URI target(Request request) {
    try {
      return new URI(request.url());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("The URL cannot be read", e);
    }
  }

  private static boolean ofAlgorithm(VerifyingKey key, MessageInput input) {
    String named = input.parameters().getOrDefault("alg", "");
    String own = key instanceof SymmetricSecret ? "hmac-sha256" : "ed25519";
    return named.isEmpty() || named.equals(own);
  }

  private static boolean right(VerifyingKey key, byte[] base, byte[] signature) {
    if (key instanceof SymmetricSecret secret) {
      return MessageDigest.isEqual(secret.sign(List.of(base)), signature);
    }
    return ((Ed25519PublicKey) key).verifies(List.of(base), signature);
  }
}
