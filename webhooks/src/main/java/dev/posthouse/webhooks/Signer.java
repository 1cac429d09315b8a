package dev.posthouse.webhooks;

import java.util.List;
import java.util.stream.Collectors;

/// Signs messages with one secret, or with several while an old one is being replaced: a receiver
/// accepts any signature that it can verify.
///
/// ```java
/// Signer signer = Signer.of(SigningSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
/// request.header("webhook-id", id);
/// request.header("webhook-timestamp", Long.toString(now));
/// request.header("webhook-signature", signer.sign(id, now, body));
/// ```
public final class Signer {
  private final List<SigningSecret> secrets;

  private Signer(List<SigningSecret> secrets) {
    this.secrets = List.copyOf(secrets);
  }

  /// A signer with these secrets, the newest first.
  ///
  /// @throws IllegalArgumentException if there is none, or more than a [Verifier] would look at
  ///   (32)
  public static Signer of(List<? extends SigningSecret> secrets) {
    if (secrets.isEmpty() || secrets.size() > Verifier.MOST_SIGNATURES) {
      throw new IllegalArgumentException(
          "A signer has 1 to " + Verifier.MOST_SIGNATURES + " secrets, not " + secrets.size());
    }
    return new Signer(List.copyOf(secrets));
  }

  public static Signer of(SigningSecret... secrets) {
    return of(List.of(secrets));
  }

  /// The value of the header `webhook-signature`: one signature by each secret, with spaces
  /// between.
  ///
  /// @param id the value of `webhook-id`: the same on every attempt of a message
  /// @param timestampSeconds the value of `webhook-timestamp`: when this attempt is made, in
  ///   seconds since 1970
  /// @param body the bytes that are sent, in one part or several
  /// @throws IllegalArgumentException if the id holds a full stop or anything that is not visible
  ///   ASCII, or the time is negative
  public String sign(String id, long timestampSeconds, byte[]... body) {
    SignedContent content = new SignedContent(id, timestampSeconds, List.of(body));
    if (secrets.size() == 1) {
      return secrets.get(0).sign(content);
    }
    return secrets.stream().map(secret -> secret.sign(content)).collect(Collectors.joining(" "));
  }
}
