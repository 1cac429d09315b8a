package dev.posthouse.document;

import dev.posthouse.config.BulkChanges;
import java.util.List;

/// One webhook of a document: its endpoint, and what is sent there.
record Webhook(Draft endpoint, List<Draft> subscriptions) {
  Webhook {
    subscriptions = List.copyOf(subscriptions);
  }

  BulkChanges.Wanted wanted() {
    return new BulkChanges.Wanted(
        endpoint.json, subscriptions.stream().map(draft -> draft.json).toList());
  }
}
