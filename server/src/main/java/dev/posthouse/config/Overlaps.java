package dev.posthouse.config;

import dev.posthouse.event.Invalid;
import dev.posthouse.rule.Overlap;
import dev.posthouse.rule.TypePattern;
import java.util.List;
import java.util.stream.Stream;

/// What subscriptions do to each other when one event matches several of them.
final class Overlaps {
  private Overlaps() {}

  /// @throws Invalid if too many subscriptions of the tenant could match one type
  static void refuseTooMany(Subscription subscription, List<Subscription> others) {
    if (!subscription.enabled()) {
      return;
    }
    List<List<TypePattern>> patterns =
        Stream.concat(Stream.of(subscription), others.stream().filter(Subscription::enabled))
            .map(Subscription::types)
            .toList();
    refuse(patterns, "/types");
  }

  /// The same for all subscriptions of a tenant at once.
  static void refuseTooMany(List<Subscription> all) {
    refuse(all.stream().filter(Subscription::enabled).map(Subscription::types).toList(), "");
  }

  private static void refuse(List<List<TypePattern>> patterns, String pointer) {
    if (Overlap.mayExceed(Overlap.LIMIT, patterns)) {
      throw new Invalid(
          pointer,
          "more than "
              + Overlap.LIMIT
              + " enabled subscriptions could match one event type; narrow the types, or delete"
              + " subscriptions that are not needed");
    }
  }

  /// Where deliveries carry the event's id, two of them for one event look like one to the
  /// receiver.
  static List<String> warnings(Snapshot now, Subscription subscription) {
    boolean byEvent =
        now.endpoint(subscription.endpoint())
            .filter(endpoint -> endpoint.webhookId() == Endpoint.WebhookId.EVENT)
            .isPresent();
    return byEvent
        ? now.subscriptions(subscription.endpoint()).stream()
            .filter(other -> !other.id().equals(subscription.id()) && overlap(subscription, other))
            .map(Overlaps::warning)
            .toList()
        : List.of();
  }

  /// The same for an endpoint: one warning for each pair of its subscriptions.
  static List<String> warnings(Snapshot now, Endpoint endpoint) {
    List<Subscription> all =
        endpoint.webhookId() == Endpoint.WebhookId.EVENT
            ? now.subscriptions(endpoint.id())
            : List.of();
    return all.stream()
        .filter(
            one -> all.stream().anyMatch(two -> !two.id().equals(one.id()) && overlap(one, two)))
        .map(Overlaps::warning)
        .toList();
  }

  private static boolean overlap(Subscription one, Subscription two) {
    return Overlap.mayExceed(1, List.of(one.types(), two.types()));
  }

  private static String warning(Subscription other) {
    return "Subscription %s (%s) can match the same events, and this endpoint's webhook-id is the event's: its receiver may take one of the two deliveries for a repetition."
        .formatted(other.id(), other.name());
  }
}
