package dev.posthouse.config;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Pin;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import dev.posthouse.rule.Filter;
import dev.posthouse.rule.TypePattern;
import java.util.List;

/// What to send: events of these types that pass the filter, to one endpoint. Types and filter are
/// compiled.
///
/// @param revision the number of the revision that made it what it is
public record Subscription(
    SubscriptionId id,
    TenantId tenant,
    String name,
    long revision,
    EndpointId endpoint,
    List<TypePattern> types,
    Filter filter,
    Body body,
    boolean enabled) {
  public Subscription {
    types = List.copyOf(types);
  }

  public Pin pin() {
    return new Pin(id, revision);
  }

  public enum Body {
    /// The envelope of Standard Webhooks: `{"type","timestamp","data"}`.
    STANDARD,
    /// The received bytes.
    RAW
  }
}
