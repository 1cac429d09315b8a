package dev.posthouse.config;

import dev.posthouse.access.Actor;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.EventTypeId;
import dev.posthouse.event.JobId;
import dev.posthouse.event.KeyId;
import dev.posthouse.event.ShopId;
import dev.posthouse.event.ShopifyAppId;
import dev.posthouse.event.SourceId;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import dev.posthouse.store.Link;
import dev.posthouse.store.Micros;
import java.time.Instant;
import java.util.Locale;

/// One recorded change, of configuration or of who may do what.
///
/// @param action a word, see [Action]
/// @param shown the name of the secret that was shown with the answer; empty for none
/// @param doc the JSON form of what the resource became, secrets as `***`; empty when it was
///   deleted
public record Revision(
    long number,
    TenantId tenant,
    Kind kind,
    long resource,
    String action,
    Actor by,
    Instant at,
    String shown,
    String doc) {
  /// What was changed.
  public enum Kind {
    ENDPOINT,
    SUBSCRIPTION,
    EVENT_TYPE,
    KEY,
    TENANT,
    /// The key that encrypts secrets at rest.
    SECRET_KEY,
    SOURCE,
    /// An app of Shopify's that many shops install.
    SHOPIFY_APP,
    /// An installation of such an app.
    SHOPIFY_SHOP,
    /// Work in bulk.
    JOB,
    /// Whether an endpoint is paused.
    ENDPOINT_HOLD,
    /// Whether a subscription is paused.
    SUBSCRIPTION_HOLD,
    /// The record itself: old revisions were dropped.
    CHECKPOINT;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Kind parse(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /// The id as it is shown, such as `ep_…`.
  public String resourceId() {
    return switch (kind) {
      case ENDPOINT, ENDPOINT_HOLD -> new EndpointId(resource).toString();
      case SUBSCRIPTION, SUBSCRIPTION_HOLD -> new SubscriptionId(resource).toString();
      case JOB -> new JobId(resource).toString();
      case EVENT_TYPE -> new EventTypeId(resource).toString();
      case KEY -> new KeyId(resource).toString();
      case TENANT -> new TenantId(resource).toString();
      case SOURCE -> new SourceId(resource).toString();
      case SHOPIFY_APP -> new ShopifyAppId(resource).toString();
      case SHOPIFY_SHOP -> new ShopId(resource).toString();
      case SECRET_KEY, CHECKPOINT -> "";
    };
  }

  Link link() {
    return new Link(
        number,
        tenant.value(),
        kind.word(),
        resource,
        action,
        by.who(),
        by.from(),
        shown,
        Micros.of(at),
        doc);
  }
}
