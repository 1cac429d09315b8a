package dev.posthouse.event;

import dev.posthouse.webhooks.change.Finding;

/// What became of one event for one subscription that asks more than type and filter can tell.
///
/// @param against the event whose state it was compared with; 0 if there was none
/// @param changes a JSON array of `{"path","before","after"}`; empty if none are kept
public record Decision(SubscriptionId subscription, Finding finding, long against, String changes) {
  public Decision(SubscriptionId subscription, Finding finding) {
    this(subscription, finding, 0, "");
  }

  /// The same without anything of the data.
  Decision withoutChanges() {
    return new Decision(subscription, finding, against, "");
  }
}
