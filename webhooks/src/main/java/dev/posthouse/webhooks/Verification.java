package dev.posthouse.webhooks;

import java.time.Instant;

/// What a [Verifier] says of a message.
public sealed interface Verification {

  /// The message comes from a holder of the key, and is fresh. A sender may still repeat it:
  /// remember the id for at least the tolerance, and take each id once.
  ///
  /// @param timestamp when the sender made this attempt
  record Verified(String id, Instant timestamp) implements Verification {}

  /// The message must not be believed.
  ///
  /// @param message for the receiver's log: names the header or the limit; quotes neither key nor
  ///   signature
  record Refused(Refusal refusal, String message) implements Verification {}
}
