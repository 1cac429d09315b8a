package dev.posthouse.config;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Pin;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import dev.posthouse.rule.Filter;
import dev.posthouse.rule.Template;
import dev.posthouse.rule.TypePattern;
import java.util.List;
import java.util.Map;

/// What to send: events of these types that pass the filter, to one endpoint. Types, filter and
/// payload are compiled.
///
/// @param revision the number of the revision that made it what it is
/// @param versions by the name of an event type, the version of its data that filter and payload
///   see, whichever an event has
/// @param conditions what the ledger decides beside type and filter
public record Subscription(
    SubscriptionId id,
    TenantId tenant,
    String name,
    long revision,
    EndpointId endpoint,
    List<TypePattern> types,
    Filter filter,
    Body body,
    boolean enabled,
    Map<String, Integer> versions,
    Conditions conditions) {
  public Subscription {
    types = List.copyOf(types);
    versions = Map.copyOf(versions);
  }

  /// One that asks no more than type and filter.
  public Subscription(
      SubscriptionId id,
      TenantId tenant,
      String name,
      long revision,
      EndpointId endpoint,
      List<TypePattern> types,
      Filter filter,
      Body body,
      boolean enabled,
      Map<String, Integer> versions) {
    this(
        id,
        tenant,
        name,
        revision,
        endpoint,
        types,
        filter,
        body,
        enabled,
        versions,
        Conditions.NONE);
  }

  /// One that takes every version as it comes.
  public Subscription(
      SubscriptionId id,
      TenantId tenant,
      String name,
      long revision,
      EndpointId endpoint,
      List<TypePattern> types,
      Filter filter,
      Body body,
      boolean enabled) {
    this(id, tenant, name, revision, endpoint, types, filter, body, enabled, Map.of());
  }

  public Pin pin() {
    return new Pin(id, revision);
  }

  /// What a delivery carries.
  public sealed interface Body {
    Body STANDARD = Received.STANDARD;
    Body RAW = Received.RAW;
  }

  /// The data as they were received.
  public enum Received implements Body {
    /// The envelope of Standard Webhooks: `{"type","timestamp","data"}`.
    STANDARD,
    /// The received bytes.
    RAW
  }

  /// What a template makes of the event.
  public record Made(Template template, Form form) implements Body {}

  /// How what a template makes is written.
  public enum Form {
    JSON("application/json"),
    /// As an HTML form is sent; for flat objects.
    URL_ENCODED("application/x-www-form-urlencoded");

    private final String contentType;

    Form(String contentType) {
      this.contentType = contentType;
    }

    public String contentType() {
      return contentType;
    }
  }
}
