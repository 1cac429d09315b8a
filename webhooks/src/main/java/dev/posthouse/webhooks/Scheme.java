package dev.posthouse.webhooks;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// How a sender proves who it is: a description without secrets, the same for both directions. Each
/// kind is a record, so that a scheme can be shown, compared and written down.
///
/// ```java
/// Scheme scheme = HmacScheme.in("X-Hub-Signature-256", "sha256={signature}");
/// Verifier verifier = scheme.verifier(List.of("It's a Secret to Everybody"));
/// Verification seen = verifier.verify(Request.post(headers, body), Instant.now());
/// ```
public sealed interface Scheme
    permits HmacScheme,
        StandardScheme,
        MessageScheme,
        JwtScheme,
        KeyScheme,
        BasicScheme,
        AnyScheme,
        OpenScheme {

  /// A verifier that believes any of these secrets.
  ///
  /// @param secrets as the provider shows them; several while one is being replaced
  /// @throws IllegalArgumentException if there is none or one has a wrong form; the message says
  ///   the right form, and does not contain the secret
  Verifier verifier(List<String> secrets);

  /// What a sender adds to a request to be believed.
  ///
  /// @param request what is to be sent
  /// @param secret as for [#verifier(List)]
  /// @param id what the message is known by, for schemes that sign one
  /// @param at the sender's time, for schemes that sign one
  /// @return header names with their values; empty if the proof is in the address or the body
  /// @throws IllegalArgumentException if the secret or the id has a wrong form
  Map<String, String> sign(Request request, String secret, String id, Instant at);

  /// Refuses an empty list and empty secrets.
  ///
  /// @throws IllegalArgumentException for those
  static List<String> checked(List<String> secrets) {
    if (secrets.isEmpty()) {
      throw new IllegalArgumentException("A verifier has at least one secret");
    }
    if (secrets.stream().anyMatch(String::isEmpty)) {
      throw new IllegalArgumentException("A secret is empty. Use the one that the provider shows");
    }
    return List.copyOf(secrets);
  }
}
