package dev.posthouse.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.access.Place;
import dev.posthouse.access.Vault;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Json;
import dev.posthouse.store.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.node.ObjectNode;

/// The table `endpoint`: the JSON form with secrets as `***`, and the secrets, encrypted.
final class EndpointRows {
  private final Vault vault;

  EndpointRows(Vault vault) {
    this.vault = vault;
  }

  /// @param enabledSince when it was last switched on again, `Instant.EPOCH` if it never was off
  record Stored(Endpoint endpoint, Instant enabledSince) {}

  void put(Handle db, Stored stored, String doc) {
    Endpoint endpoint = stored.endpoint();
    db.createUpdate(
            """
            insert into endpoint (id, tenant, name, revision, doc, secrets, enabled_since)
            values (:id, :tenant, :name, :revision, :doc, :secrets, :enabled_since)
            on conflict (id) do update set name = excluded.name, revision = excluded.revision,
              doc = excluded.doc, secrets = excluded.secrets,
              enabled_since = excluded.enabled_since
            """)
        .bind("id", endpoint.id().value())
        .bind("tenant", endpoint.tenant().value())
        .bind("name", endpoint.name())
        .bind("revision", endpoint.revision())
        .bind("doc", doc)
        .bind("secrets", seal(db, endpoint))
        .bind("enabled_since", Micros.of(stored.enabledSince()))
        .execute();
  }

  static void delete(Handle db, EndpointId id) {
    db.createUpdate("delete from endpoint where id = :id").bind("id", id.value()).execute();
  }

  List<Stored> all(Handle db) {
    return db.createQuery("select id, tenant, revision, doc, secrets, enabled_since from endpoint")
        .map((row, context) ->
            new Stored(endpoint(row), Micros.instant(row.getLong("enabled_since"))))
        .list();
  }

  private byte[] seal(Handle db, Endpoint endpoint) {
    String secrets = EndpointSecrets.of(endpoint).serialise();
    return vault.encrypt(db, Place.ENDPOINT, endpoint.id().value(), secrets);
  }

  private Endpoint endpoint(ResultSet row) throws SQLException {
    var id = new EndpointId(row.getLong("id"));
    var secrets =
        EndpointSecrets.parse(vault.decrypt(Place.ENDPOINT, id.value(), row.getBytes("secrets")));
    var doc = (ObjectNode) Json.parse(row.getString("doc").getBytes(UTF_8));
    return EndpointForm.read(
        secrets.fill(doc),
        new EndpointForm.Identity(
            id, new TenantId(row.getLong("tenant")), row.getLong("revision"), s -> secrets.keys()));
  }
}
