package dev.posthouse.config;

import dev.posthouse.access.Secret;
import dev.posthouse.oauth.Assertion;
import dev.posthouse.oauth.TokenSource;

/// How we show a receiver who we are, beside the signature.
public sealed interface Auth {
  record None() implements Auth {}

  record ApiKey(String header, Secret value) implements Auth {}

  record Basic(String username, Secret password) implements Auth {}

  record Bearer(Secret token) implements Auth {}

  /// By tokens of an authorization server.
  record OAuth2(TokenSource source) implements Auth {
    /// Where the tokens for an endpoint come from: what it may connect to holds for that, too.
    public TokenSource source(Endpoint endpoint) {
      return source.within(endpoint.allowedIps());
    }
  }

  /// By tokens that we sign ourselves, another one for each attempt.
  record SelfIssued(Assertion assertion) implements Auth {}
}
