package dev.posthouse.webhooks;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Tells whether a message comes from a holder of one of its secrets, and is fresh. Made by a
/// [Scheme] from secrets, or by [#of(List)] from the keys of Standard Webhooks. Knows no clock,
/// keeps nothing, and may be used by many threads.
///
/// ```java
/// Verifier verifier = Verifier.of(VerifyingKey.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
/// Verification seen = verifier.verify(headers, Instant.now(), body);
/// if (seen instanceof Verification.Refused refused) { … }
/// ```
public interface Verifier {
  /// How far the attempt's time may lie from now if nothing else is said. Standard Webhooks asks
  /// for "some allowable tolerance"; this is that of its reference libraries, of Slack, Stripe and
  /// HubSpot.
  Duration DEFAULT_TOLERANCE = Duration.ofMinutes(5);

  /// The most signatures of one message that are looked at: bounds the work a stranger can cause.
  int MOST_SIGNATURES = 32;

  /// Verifies one message. Never throws for what was received.
  ///
  /// @param now the receiver's time
  Verification verify(Request request, Instant now);

  /// Verifies a message of which the scheme signs neither the method nor the URL.
  ///
  /// @param headers as received; names in any case; others are ignored
  /// @param now the receiver's time
  /// @param body the bytes as received, in one part or several; parse them only afterwards
  default Verification verify(Map<String, List<String>> headers, Instant now, byte[]... body) {
    return verify(Request.post(headers, Bytes.joined(body)), now);
  }

  /// A verifier of Standard Webhooks that believes any of these keys.
  ///
  /// @throws IllegalArgumentException if there is none
  static StandardVerifier of(List<? extends VerifyingKey> keys) {
    return StandardVerifier.of(keys);
  }

  static StandardVerifier of(VerifyingKey... keys) {
    return StandardVerifier.of(List.of(keys));
  }
}
