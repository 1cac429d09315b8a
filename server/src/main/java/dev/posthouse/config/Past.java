package dev.posthouse.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Json;
import dev.posthouse.store.Ledger;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The configuration as it was when a route table had a certain number: of every resource, its
/// newest revision up to that number.
public final class Past {
  private final Ledger ledger;

  public Past(Ledger ledger) {
    this.ledger = ledger;
  }

  /// A subscription that was, is, or once was; and the revision in force then, 0 if there was none.
  public record Trace(SubscriptionId id, long revision) {
    public boolean existed() {
      return revision > 0;
    }
  }

  /// All subscriptions that the tenant ever had, newest first, those with ids below `before`.
  public List<Trace> subscriptions(TenantId tenant, long table, long before, int limit) {
    return ledger.read(db -> RevisionRows.subscriptions(db, tenant, table, before, limit));
  }

  /// An endpoint at some time.
  ///
  /// @param method that it was sent to with
  public record Former(long revision, String method) {}

  /// An endpoint as it was at a time; empty if no revision tells.
  public Optional<Former> endpoint(TenantId tenant, EndpointId id, Instant at) {
    return ledger
        .read(db -> RevisionRows.endpoint(db, tenant, id, at))
        .filter(revision -> !revision.doc().isEmpty())
        .map(revision -> {
          JsonNode doc = Json.parse(revision.doc().getBytes(UTF_8));
          return new Former(revision.number(), doc.path("method").asString("POST"));
        });
  }

  /// Whether each of these endpoints was enabled; one that did not exist is left out.
  public Map<EndpointId, Boolean> endpoints(
      TenantId tenant, long table, Collection<EndpointId> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    var enabled = new HashMap<EndpointId, Boolean>();
    for (Revision revision : ledger.read(db -> RevisionRows.endpoints(db, tenant, table, ids))) {
      if (!revision.doc().isEmpty()) {
        boolean on = Json.parse(revision.doc().getBytes(UTF_8)).path("enabled").asBoolean(true);
        enabled.put(new EndpointId(revision.resource()), on);
      }
    }
    return enabled;
  }
}
