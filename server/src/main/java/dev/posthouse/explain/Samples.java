package dev.posthouse.explain;

import dev.posthouse.config.Catalogue;
import dev.posthouse.config.Snapshot;
import dev.posthouse.event.ContentHash;
import dev.posthouse.event.Envelope;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.Origin;
import dev.posthouse.event.Payload;
import dev.posthouse.event.TenantId;
import dev.posthouse.eventtype.EventType;
import dev.posthouse.json.Json;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// Events made of the samples of event types, as if they were published now.
public record Samples(Catalogue catalogue, InstantSource clock) {
  /// @throws IllegalArgumentException if the tenant knows no such type; says which one may be meant
  public NewEvent of(TenantId tenant, String type) {
    Snapshot now = catalogue.current();
    EventType known =
        now.eventType(tenant, type)
            .orElseThrow(() -> new IllegalArgumentException(now.types().unknown(tenant, type)));
    var envelope = new Envelope(type, "", clock.instant(), "", "", Map.of());
    var payload = new Payload(Payload.JSON, Json.bytes(known.newest().sample()));
    var hash = ContentHash.of(envelope, Optional.empty(), payload);
    return new NewEvent(tenant, new Origin("", ""), envelope, payload, hash);
  }
}
