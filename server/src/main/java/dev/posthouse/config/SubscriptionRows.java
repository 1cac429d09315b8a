package dev.posthouse.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Json;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// The table `subscription`.
final class SubscriptionRows {
  private SubscriptionRows() {}

  static void put(Handle db, Subscription subscription, String doc) {
    db.createUpdate(
            """
            insert into subscription (id, tenant, name, endpoint, revision, doc)
            values (:id, :tenant, :name, :endpoint, :revision, :doc)
            on conflict (id) do update set name = excluded.name, endpoint = excluded.endpoint,
              revision = excluded.revision, doc = excluded.doc
            """)
        .bind("id", subscription.id().value())
        .bind("tenant", subscription.tenant().value())
        .bind("name", subscription.name())
        .bind("endpoint", subscription.endpoint().value())
        .bind("revision", subscription.revision())
        .bind("doc", doc)
        .execute();
  }

  static void delete(Handle db, SubscriptionId id) {
    db.createUpdate("delete from subscription where id = :id").bind("id", id.value()).execute();
  }

  static List<Subscription> all(Handle db) {
    return db.createQuery("select id, tenant, revision, doc from subscription")
        .map((row, context) ->
            compile(
                row.getString("doc"),
                new SubscriptionForm.Identity(
                    new SubscriptionId(row.getLong("id")),
                    new TenantId(row.getLong("tenant")),
                    row.getLong("revision"))))
        .list();
  }

  static Subscription compile(String doc, SubscriptionForm.Identity identity) {
    return SubscriptionForm.read(Json.parse(doc.getBytes(UTF_8)), identity);
  }
}
