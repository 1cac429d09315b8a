package dev.posthouse.event;

import dev.posthouse.webhooks.change.Missing;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A question of one subscription: does this event show another state of its subject than the one
/// that is remembered? The event's own part of the answer.
///
/// @param delivery what is delivered if so; null if the event only says where to begin
/// @param subject a hash unlike that of any other subject, subscription or set of fields
/// @param shown what the event shows; null if that cannot be read: then nothing is compared
/// @param asOf the moment whose state that is; null if order of arrival decides
public record Comparison(
    SubscriptionId subscription,
    @Nullable NewDelivery delivery,
    byte[] subject,
    @Nullable Shown shown,
    @Nullable Instant asOf,
    Terms terms) {
  /// The watched part of an event's data.
  ///
  /// @param hash of the fields that are watched
  /// @param values as JSON; empty if they are not to be kept
  public record Shown(byte[] hash, String values) {}

  /// What a subscription says of its comparisons.
  ///
  /// @param ttl how long a state is remembered after it was last asked for
  public record Terms(Missing missing, Duration ttl, Differences differences) {}

  /// Finds what differs between the values of two states, as a JSON array.
  @FunctionalInterface
  public interface Differences {
    String between(String before, String after);
  }
}
