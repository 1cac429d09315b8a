package dev.posthouse.webhooks;

import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/// Signs requests as RFC 9421 says, with one secret, or with several while an old one is being
/// replaced: each makes a signature of its own, named `sig1`, `sig2` and so on.
///
/// ```java
/// request.header("content-digest", ContentDigest.sha256(List.of(body)));
/// MessageSigner signer = MessageSigner.of(List.of(secret), MessageSigner.USUAL);
/// MessageSigner.Signed signed = signer.sign(head, now);
/// request.header("signature-input", signed.input());
/// request.header("signature", signed.signature());
/// ```
public final class MessageSigner {
  /// What is covered unless something else is wanted: where the message goes, and, through its
  /// digest, the body. Without the scheme, which is another one behind a proxy that ends TLS.
  public static final List<Component> USUAL =
      Stream.of("@method", "@authority", "@path", "@query", "content-digest", "content-type")
          .map(Component::parse)
          .toList();

  private final List<? extends SigningSecret> secrets;
  private final List<Component> covered;

  private MessageSigner(List<? extends SigningSecret> secrets, List<Component> covered) {
    this.secrets = List.copyOf(secrets);
    this.covered = List.copyOf(covered);
  }

  /// @param secrets the newest first
  /// @throws IllegalArgumentException if there is no secret, or a component is named twice
  public static MessageSigner of(List<? extends SigningSecret> secrets, List<Component> covered) {
    if (secrets.isEmpty()) {
      throw new IllegalArgumentException("A signer has at least one secret");
    }
    if (new HashSet<>(covered).size() < covered.size()) {
      throw new IllegalArgumentException("A component is covered once");
    }
    return new MessageSigner(secrets, covered);
  }

  /// The values of the two headers.
  ///
  /// @param input that of `Signature-Input`
  /// @param signature that of `Signature`
  public record Signed(String input, String signature) {}

  /// @param created when, in seconds since 1970
  /// @throws IllegalArgumentException if the request lacks what is covered
  public Signed sign(RequestHead request, long created) {
    var input = new StringBuilder();
    var signature = new StringBuilder();
    int number = 0;
    for (SigningSecret secret : secrets) {
      String label = "sig" + ++number + "=";
      var parameters = new SignatureParameters(created, secret.keyId(), secret.algorithm(), "", "");
      SignatureBase base = SignatureBase.of(request, covered, parameters);
      String between = number == 1 ? "" : ", ";
      input.append(between).append(label).append(base.input());
      signature
          .append(between)
          .append(label)
          .append(':')
          .append(Base64.getEncoder().encodeToString(secret.sign(List.of(base.bytes()))))
          .append(':');
    }
    return new Signed(input.toString(), signature.toString());
  }
}
