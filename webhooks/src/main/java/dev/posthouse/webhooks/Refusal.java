package dev.posthouse.webhooks;

/// Why a message is not believed, with a sentence for the log of the receiver and the HTTP status
/// that says it to the sender: 401 if the sender did not prove who it is, 400 if the message is
/// built wrongly.
public enum Refusal {
  /// A header that the scheme needs is not there.
  MISSING_HEADER(401, "A header that proves the sender is missing"),
  /// A header of the scheme is there more than once, so that two readers could read two messages.
  REPEATED_HEADER(400, "A header that proves the sender is there more than once"),
  /// The key that stands in the address or in the body is not there.
  MISSING_CREDENTIAL(401, "The key that proves the sender is missing"),
  /// The id is not visible ASCII without a full stop.
  MALFORMED_ID(400, "The id of the message has a wrong form"),
  /// The timestamp is not of the scheme's form, such as a plain decimal number of seconds.
  MALFORMED_TIMESTAMP(400, "The time of the message has a wrong form"),
  /// The signature header is not of the scheme's form, or holds more signatures than are looked at.
  MALFORMED_SIGNATURE(401, "The signature has a wrong form"),
  /// The body, in which the key or the signature stands, cannot be read.
  MALFORMED_BODY(400, "The body that holds the proof of the sender cannot be read"),
  /// The attempt was made longer ago than the tolerance: a replay, or a clock that is wrong.
  TOO_OLD(401, "The message is older than the tolerance"),
  /// The attempt lies further in the future than the tolerance: a clock that is wrong.
  TOO_NEW(401, "The message is from further in the future than the tolerance"),
  /// There are signatures, but none of a version that the verifier knows or has a key for.
  UNKNOWN_VERSION(401, "The signature is of a version that is not accepted"),
  /// The scheme signs the URL, and the URL as the sender knows it was not given to the verifier.
  UNKNOWN_URL(401, "The signature covers a URL that the receiver was not told"),
  /// The key that the message names is not among those that are known: perhaps a new one.
  UNKNOWN_KEY(401, "The key that signed is not among those that are known"),
  /// No signature is right: another secret, or a message changed on its way.
  MISMATCH(401, "The signature is not right for any of the secrets"),
  /// The user, password, key or account is another one.
  WRONG_CREDENTIAL(401, "The key is none of those that are accepted");

  private final int status;
  private final String text;

  Refusal(int status, String text) {
    this.status = status;
    this.text = text;
  }

  /// The HTTP status to answer: 400 or 401.
  public int status() {
    return status;
  }

  /// What is wrong, in a sentence without a full stop that says nothing of secrets.
  public String text() {
    return text;
  }
}
