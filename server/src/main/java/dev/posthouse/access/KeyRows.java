package dev.posthouse.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.event.KeyId;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Fields;
import dev.posthouse.json.Json;
import dev.posthouse.store.Micros;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.node.ObjectNode;

/// The table `api_key`. `doc` holds the terms, `roles` repeats those of them.
final class KeyRows {
  private KeyRows() {}

  /// @param used when it was last used, in microseconds; 0: never
  record Stored(ApiKey key, ByteBuffer hash, long used) {}

  static List<Stored> all(Handle db) {
    return db.createQuery(
            "select id, tenant, name, roles, doc, hash, created, last_used from api_key")
        .map((row, context) ->
            new Stored(key(row), ByteBuffer.wrap(row.getBytes("hash")), row.getLong("last_used")))
        .list();
  }

  private static ApiKey key(ResultSet row) throws SQLException {
    ObjectNode doc = (ObjectNode) Json.parse(row.getString("doc").getBytes(UTF_8));
    var roles = doc.putArray("roles");
    for (String role : row.getString("roles").split(" ", -1)) {
      roles.add(role);
    }
    Fields fields = Fields.of(doc);
    Terms terms = TermsForm.read(fields);
    fields.done();
    return new ApiKey(
        new KeyId(row.getLong("id")),
        new TenantId(row.getLong("tenant")),
        row.getString("name"),
        terms,
        Micros.instant(row.getLong("created")));
  }

  static void insert(Handle db, ApiKey key, ByteBuffer hash) {
    db.createUpdate(
            """
            insert into api_key (id, tenant, name, roles, doc, hash, created)
            values (:id, :tenant, :name, :roles, :doc, :hash, :created)
            """)
        .bind("id", key.id().value())
        .bind("tenant", key.tenant().value())
        .bind("name", key.name())
        .bind("roles", roles(key))
        .bind("doc", doc(key))
        .bind("hash", bytes(hash))
        .bind("created", Micros.of(key.created()))
        .execute();
  }

  static void update(Handle db, ApiKey key) {
    db.createUpdate("update api_key set name = :name, roles = :roles, doc = :doc where id = :id")
        .bind("name", key.name())
        .bind("roles", roles(key))
        .bind("doc", doc(key))
        .bind("id", key.id().value())
        .execute();
  }

  static void delete(Handle db, Collection<KeyId> ids) {
    var batch = db.prepareBatch("delete from api_key where id = :id");
    ids.forEach(id -> batch.bind("id", id.value()).add());
    batch.execute();
  }

  /// @param used in microseconds
  static int used(Handle db, Map<KeyId, Long> used) {
    var batch = db.prepareBatch("update api_key set last_used = :used where id = :id");
    used.forEach((id, at) -> batch.bind("used", at).bind("id", id.value()).add());
    return batch.execute().length;
  }

  private static byte[] bytes(ByteBuffer hash) {
    var bytes = new byte[hash.remaining()];
    hash.duplicate().get(bytes);
    return bytes;
  }

  private static String roles(ApiKey key) {
    return String.join(" ", key.terms().roles().stream().map(Role::word).sorted().toList());
  }

  private static String doc(ApiKey key) {
    ObjectNode json = Json.object();
    TermsForm.write(json, key.terms());
    json.remove("roles");
    return Json.text(json);
  }
}
