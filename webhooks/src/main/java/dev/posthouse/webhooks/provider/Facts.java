package dev.posthouse.webhooks.provider;

import java.time.Duration;
import java.util.List;

/// What is known of a provider.
///
/// @param label how it calls itself
/// @param signature how it is known that its signatures are verified rightly
/// @param envelope how it is known that its events are read rightly
/// @param answerWithin how long it is said to wait for an answer, not always by the vendor; zero if
///   nothing is said
/// @param keys the names of what an event may be known by, the usual one first; see
///   [ProviderEvent#keys()]
/// @param source where the facts were read
public record Facts(
    String label,
    Evidence signature,
    Evidence envelope,
    Duration answerWithin,
    List<String> keys,
    String source) {
  public Facts {
    keys = List.copyOf(keys);
  }

  /// How something is known, the strongest first.
  public enum Evidence {
    /// The vendor's own software believes what we make, and we believe what it, or its published
    /// examples, makes.
    VENDOR_SOFTWARE,
    /// Examples that the vendor published are accepted.
    PUBLISHED_EXAMPLE,
    /// Read in the vendor's documentation or source.
    DOCUMENTED,
    /// Read in several places, none of them the vendor's: watch the first requests.
    UNCONFIRMED,
    /// There is nothing to verify: the provider does not sign.
    NOT_SIGNED
  }
}
