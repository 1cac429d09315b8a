package dev.posthouse.shopify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.access.Place;
import dev.posthouse.access.Secret;
import dev.posthouse.access.Vault;
import dev.posthouse.event.ShopifyAppId;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// The table `shopify_app`: the JSON form with secrets as `***`, and the secrets, encrypted.
record AppRows(Vault vault) {
  void put(Handle db, ShopifyApp app) {
    var secrets = Json.array();
    app.secrets().forEach(secret -> secrets.add(secret.reveal()));
    db.createUpdate(
            """
            insert into shopify_app (id, tenant, name, revision, doc, secrets)
            values (:id, :tenant, :name, :revision, :doc, :secrets)
            on conflict (id) do update set name = excluded.name, revision = excluded.revision,
              doc = excluded.doc, secrets = excluded.secrets
            """)
        .bind("id", app.id().value())
        .bind("tenant", app.tenant().value())
        .bind("name", app.name())
        .bind("revision", app.revision())
        .bind("doc", Json.text(AppForm.write(app)))
        .bind("secrets", vault.encrypt(db, Place.SHOPIFY_APP, app.id().value(), Json.text(secrets)))
        .execute();
  }

  static void delete(Handle db, ShopifyAppId id) {
    db.createUpdate("delete from shopify_app where id = :id").bind("id", id.value()).execute();
  }

  List<ShopifyApp> all(Handle db) {
    return db.createQuery("select id, tenant, revision, doc, secrets from shopify_app")
        .map((row, context) -> app(row))
        .list();
  }

  private ShopifyApp app(ResultSet row) throws SQLException {
    var id = new ShopifyAppId(row.getLong("id"));
    String secrets = vault.decrypt(Place.SHOPIFY_APP, id.value(), row.getBytes("secrets"));
    List<Secret> known =
        Json.parse(secrets.getBytes(UTF_8))
            .valueStream()
            .map(secret -> new Secret(secret.stringValue()))
            .toList();
    return AppForm.read(
        Json.parse(row.getString("doc").getBytes(UTF_8)),
        new AppForm.Identity(
            id, new TenantId(row.getLong("tenant")), row.getLong("revision"), known));
  }
}
