package dev.posthouse.document;

import dev.posthouse.config.BulkChanges;
import dev.posthouse.config.BulkChanges.Unnamed;
import java.util.List;

/// What a document says. Of what it has no key for it says nothing, not even that there is none.
///
/// @param saysWebhooks whether it says which webhooks there are
/// @param saysSources whether it says which sources there are
record Content(
    List<Webhook> webhooks, boolean saysWebhooks, List<Draft> sources, boolean saysSources) {
  Content {
    webhooks = List.copyOf(webhooks);
    sources = List.copyOf(sources);
  }

  static Content of(List<Webhook> webhooks) {
    return new Content(webhooks, true, List.of(), false);
  }

  List<BulkChanges.Wanted> wanted() {
    return webhooks.stream().map(Webhook::wanted).toList();
  }

  /// @param unnamed what becomes of those that are not named where it says which there are
  BulkChanges.Wish wish(Unnamed unnamed) {
    return new BulkChanges.Wish(
        wanted(),
        saysWebhooks ? unnamed : Unnamed.KEEP,
        sources.stream().map(draft -> draft.json).toList(),
        saysSources ? unnamed : Unnamed.KEEP);
  }
}
