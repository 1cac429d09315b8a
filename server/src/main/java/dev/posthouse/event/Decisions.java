package dev.posthouse.event;

import java.util.List;
import java.util.Optional;

/// What the ledger decided about an event when it stored it.
///
/// @param stale whether a newer state of its subject was known by then
/// @param each what was decided for single subscriptions
public record Decisions(boolean stale, List<Decision> each) {
  public static final Decisions NONE = new Decisions(false, List.of());

  public Decisions {
    each = List.copyOf(each);
  }

  /// The same without anything of the data.
  public Decisions withoutChanges() {
    return new Decisions(stale, each.stream().map(Decision::withoutChanges).toList());
  }

  public Optional<Decision> of(SubscriptionId subscription) {
    return each.stream().filter(one -> one.subscription().equals(subscription)).findFirst();
  }
}
