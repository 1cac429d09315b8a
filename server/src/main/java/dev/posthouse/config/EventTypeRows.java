package dev.posthouse.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.event.EventTypeId;
import dev.posthouse.event.TenantId;
import dev.posthouse.eventtype.EventType;
import dev.posthouse.eventtype.EventTypeForm;
import dev.posthouse.json.Json;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// The table `event_type`: the tenants' own types. A deleted one keeps its row, with its versions.
final class EventTypeRows {
  private EventTypeRows() {}

  record Stored(EventType type, boolean deleted) {}

  static void put(Handle db, EventType type, String doc) {
    db.createUpdate(
            """
            insert into event_type (id, tenant, name, revision, doc, deleted)
            values (:id, :tenant, :name, :revision, :doc, 0)
            on conflict (id) do update set revision = excluded.revision, doc = excluded.doc,
              deleted = 0
            """)
        .bind("id", type.id().value())
        .bind("tenant", type.tenant().value())
        .bind("name", type.name())
        .bind("revision", type.revision())
        .bind("doc", doc)
        .execute();
  }

  static void delete(Handle db, EventTypeId id) {
    db.createUpdate("update event_type set deleted = 1 where id = :id")
        .bind("id", id.value())
        .execute();
  }

  static List<Stored> all(Handle db) {
    return db.createQuery("select id, tenant, revision, doc, deleted from event_type")
        .map((row, context) -> {
          var identity =
              new EventTypeForm.Identity(
                  new EventTypeId(row.getLong("id")),
                  new TenantId(row.getLong("tenant")),
                  row.getLong("revision"));
          EventType type =
              EventTypeForm.stored(Json.parse(row.getString("doc").getBytes(UTF_8)), identity);
          return new Stored(type, row.getInt("deleted") == 1);
        })
        .list();
  }
}
