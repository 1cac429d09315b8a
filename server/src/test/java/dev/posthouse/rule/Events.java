package dev.posthouse.rule;

import dev.posthouse.event.ContentHash;
import dev.posthouse.event.Envelope;
import dev.posthouse.event.EventId;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.Origin;
import dev.posthouse.event.Payload;
import dev.posthouse.event.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/// Events for tests: a sales order of 2026, from the desk of employee 17.
public final class Events {
  public static final TenantId TENANT = new TenantId(1);
  public static final EventId ID = new EventId(42);
  private static final ContentHash HASH = new ContentHash(new byte[32]);

  private Events() {}

  public static NewEvent of(TenantId tenant, String type, String json) {
    return of(tenant, type, new Payload(Payload.JSON, json.getBytes(StandardCharsets.UTF_8)));
  }

  public static NewEvent of(String json) {
    return of(TENANT, "sales_order.created", json);
  }

  public static NewEvent of(TenantId tenant, String type, Payload payload) {
    Envelope envelope =
        new Envelope(
            type,
            "order/7",
            Instant.parse("2026-03-01T10:15:30Z"),
            "hangzhou",
            "",
            Map.of("region", "east", "area", "3", "desk", "7", "channel", "web"));
    return new NewEvent(tenant, new Origin("erp", "e-7"), envelope, payload, HASH);
  }

  public static EventView view(String json) {
    return EventView.of(ID, of(json));
  }
}
