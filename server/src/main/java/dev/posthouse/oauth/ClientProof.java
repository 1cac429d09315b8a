package dev.posthouse.oauth;

import dev.posthouse.access.Secret;

/// How we show an authorization server which client we are (RFC 6749, section 2.3; RFC 7523,
/// section 2.2).
public sealed interface ClientProof {
  /// Not at all; an `id` that is not empty is told.
  record None(String id) implements ClientProof {}

  /// `Authorization: Basic …`.
  record Basic(String id, Secret secret) implements ClientProof {}

  /// `client_id` and `client_secret` in the form.
  record Post(String id, Secret secret) implements ClientProof {}

  /// `private_key_jwt`: a token signed by the client's own key.
  record PrivateKey(String id, Secret key, String keyId) implements ClientProof {}
}
