package dev.posthouse.receive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.access.Place;
import dev.posthouse.access.Secret;
import dev.posthouse.access.Vault;
import dev.posthouse.event.SourceId;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// The table `source`: the JSON form with secrets as `***`, and the secrets, encrypted.
final class SourceRows {
  private final Vault vault;

  SourceRows(Vault vault) {
    this.vault = vault;
  }

  void put(Handle db, Source source) {
    db.createUpdate(
            """
            insert into source (id, tenant, name, address, revision, doc, secrets)
            values (:id, :tenant, :name, :address, :revision, :doc, :secrets)
            on conflict (id) do update set name = excluded.name, address = excluded.address,
              revision = excluded.revision, doc = excluded.doc, secrets = excluded.secrets
            """)
        .bind("id", source.id().value())
        .bind("tenant", source.tenant().value())
        .bind("name", source.name())
        .bind("address", source.address())
        .bind("revision", source.revision())
        .bind("doc", Json.text(SourceForm.write(source)))
        .bind("secrets", seal(db, source))
        .execute();
  }

  static void delete(Handle db, SourceId id) {
    db.createUpdate("delete from source where id = :id").bind("id", id.value()).execute();
  }

  List<Source> all(Handle db) {
    return db.createQuery("select id, tenant, address, revision, doc, secrets from source")
        .map((row, context) -> source(row))
        .list();
  }

  private byte[] seal(Handle db, Source source) {
    var list = Json.array();
    source.secrets().forEach(secret -> list.add(secret.reveal()));
    return vault.encrypt(db, Place.SOURCE, source.id().value(), Json.text(list));
  }

  private Source source(ResultSet row) throws SQLException {
    var id = new SourceId(row.getLong("id"));
    String secrets = vault.decrypt(Place.SOURCE, id.value(), row.getBytes("secrets"));
    List<Secret> known =
        Json.parse(secrets.getBytes(UTF_8))
            .valueStream()
            .map(secret -> new Secret(secret.stringValue()))
            .toList();
    return SourceForm.read(
        Json.parse(row.getString("doc").getBytes(UTF_8)),
        new SourceForm.Identity(
            id,
            new TenantId(row.getLong("tenant")),
            row.getLong("revision"),
            row.getString("address"),
            known));
  }
}
