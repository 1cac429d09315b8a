package dev.posthouse.history;

import dev.posthouse.event.EventId;
import dev.posthouse.event.TenantId;
import dev.posthouse.store.Ledger;
import java.util.List;
import java.util.Optional;

/// Goes through the kept events from the oldest to the newest, a bounded part at a time.
public record Ascent(Ledger ledger) {
  /// Events of all tenants that one part looks at.
  static final int SCAN = 1_000;

  /// A tenant's events of one part, without data.
  ///
  /// @param next where to go on; empty at the end
  public record Part(List<Named> events, Optional<EventId> next) {}

  public record Named(EventId id, String type) {}

  private record Row(TenantId tenant, Named named) {}

  public Part after(TenantId tenant, EventId last) {
    List<Row> rows =
        ledger.read(db ->
            db.select(
                    "select id, tenant, type from event where id > ? order by id limit ?",
                    last.value(),
                    SCAN)
                .map((row, context) ->
                    new Row(
                        new TenantId(row.getLong("tenant")),
                        new Named(new EventId(row.getLong("id")), row.getString("type"))))
                .list());
    List<Named> own =
        rows.stream().filter(row -> row.tenant().equals(tenant)).map(Row::named).toList();
    return new Part(
        own, rows.size() < SCAN ? Optional.empty() : Optional.of(rows.getLast().named().id()));
  }
}
