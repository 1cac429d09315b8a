package dev.posthouse.oauth;

import dev.posthouse.access.Secret;
import dev.posthouse.event.EndpointId;

/// Gives the tokens that are shown to receivers. Blocks while one is fetched.
public interface Tokens {
  /// Where nobody wants any.
  Tokens NONE =
      new Tokens() {
        @Override
        public Had token(EndpointId endpoint, TokenSource source) {
          return new Had.None("there is nobody to ask for tokens");
        }

        @Override
        public Had instead(EndpointId endpoint, TokenSource source, Secret refused) {
          return token(endpoint, source);
        }

        @Override
        public String sign(Assertion assertion) {
          throw new IllegalStateException("there is nobody to sign tokens");
        }
      };

  Had token(EndpointId endpoint, TokenSource source) throws InterruptedException;

  /// Another one than that which the receiver refused.
  Had instead(EndpointId endpoint, TokenSource source, Secret refused) throws InterruptedException;

  /// A fresh token of our own.
  String sign(Assertion assertion);

  sealed interface Had {
    record Token(Secret value) implements Had {}

    /// `why` is for the history.
    record None(String why) implements Had {}
  }
}
