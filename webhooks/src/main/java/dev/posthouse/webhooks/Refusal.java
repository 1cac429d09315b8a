package dev.posthouse.webhooks;

/// Why a message is not believed.
public enum Refusal {
  /// One of the three headers is not there.
  MISSING_HEADER,
  /// One of the three headers is there more than once, so that two readers could read two messages.
  REPEATED_HEADER,
  /// The id is not visible ASCII without a full stop.
  MALFORMED_ID,
  /// The timestamp is not a plain decimal number of seconds since 1970.
  MALFORMED_TIMESTAMP,
  /// The signature header holds no `version,signature` at all, or more of them than are looked at.
  MALFORMED_SIGNATURE,
  /// The attempt was made longer ago than the tolerance: a replay, or a clock that is wrong.
  TOO_OLD,
  /// The attempt lies further in the future than the tolerance: a clock that is wrong.
  TOO_NEW,
  /// There are signatures, but none of a version that the verifier has a key for.
  UNKNOWN_VERSION,
  /// No signature is right: another secret, or a message changed on its way.
  MISMATCH
}
