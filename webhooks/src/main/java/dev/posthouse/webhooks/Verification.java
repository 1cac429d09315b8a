package dev.posthouse.webhooks;

import java.time.Instant;

/// What a [Verifier] says of a message.
public sealed interface Verification {

  /// The message comes from a holder of the key, and is fresh if its scheme signs a time. A sender
  /// may still repeat it: remember what it is known by, and take each once.
  ///
  /// @param id the id that the signature covers, or empty if the scheme signs none
  /// @param timestamp when the sender made this attempt, as signed, or [Instant#EPOCH] if the
  ///   scheme signs no time
  /// @param secret which of the verifier's secrets was right: its place in their list, from 0. Once
  ///   the old one is no longer seen, its rotation is done
  record Verified(String id, Instant timestamp, int secret) implements Verification {}

  /// The message must not be believed.
  ///
  /// @param message for the receiver's log: names the header or the limit; quotes neither key nor
  ///   signature
  record Refused(Refusal refusal, String message) implements Verification {
    static Refused of(Refusal refusal) {
      return new Refused(refusal, refusal.text());
    }
  }
}
