package dev.posthouse.config;

import dev.posthouse.config.Watch.Rules;
import dev.posthouse.event.Decision;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.change.Change;
import dev.posthouse.webhooks.change.Finding;
import dev.posthouse.webhooks.change.Missing;
import dev.posthouse.webhooks.change.Watched;
import dev.posthouse.webhooks.provider.Providers;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides by what a provider says itself of changes, for a subscription that takes its word.
/// Nothing is remembered: the event alone tells. Pure.
///
/// @param groups of fields, of each of which some must have changed; none: anything may have
record Told(Rules rules, List<Watched> groups) {
  /// @param data null if they are no JSON
  Decision decide(SubscriptionId id, String type, @Nullable Json data) {
    if (data == null) {
      return new Decision(id, Finding.UNREADABLE);
    }
    Optional<List<Change>> told = Providers.changes(type, data);
    return told.isPresent() ? decide(id, told.get()) : new Decision(id, untold());
  }

  private Finding untold() {
    return rules.missing() == Missing.DELIVER ? Finding.UNKNOWN : Finding.SKIPPED;
  }

  private Decision decide(SubscriptionId id, List<Change> told) {
    if (told.isEmpty() || !groups.stream().allMatch(g -> told.stream().anyMatch(g::touchedBy))) {
      return new Decision(id, Finding.UNCHANGED);
    }
    return new Decision(id, Finding.CHANGED, 0, rules.changes() ? watched(told) : "");
  }

  private String watched(List<Change> told) {
    String json = Change.json(told.stream().filter(this::watches).toList());
    return json.length() > Watch.MOST_VALUES ? "" : json;
  }

  private boolean watches(Change change) {
    return groups.isEmpty() || groups.stream().anyMatch(group -> group.touchedBy(change));
  }
}
