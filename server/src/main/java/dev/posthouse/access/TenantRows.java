package dev.posthouse.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.event.TenantId;
import dev.posthouse.json.Fields;
import dev.posthouse.json.Json;
import dev.posthouse.rule.SearchFields;
import dev.posthouse.store.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.node.ObjectNode;

/// The table `tenant`.
final class TenantRows {
  private TenantRows() {}

  static List<Tenant> all(Handle db) {
    return db.createQuery(
            """
            select id, name, created, unknown_types, invalid_data, require_https, require_verified,
              doc
            from tenant
            """)
        .map((row, context) -> tenant(row))
        .list();
  }

  private static Tenant tenant(ResultSet row) throws SQLException {
    Fields fields = Fields.of(Json.parse(row.getString("doc").getBytes(UTF_8)));
    Admission admission = TermsForm.admission(fields);
    Keeping keeping = Keeping.read(fields);
    SearchFields searchable = SearchFields.read(fields);
    fields.done();
    return new Tenant(
        new TenantId(row.getLong("id")),
        row.getString("name"),
        Micros.instant(row.getLong("created")),
        new Policy(
            decision(row.getString("unknown_types")),
            decision(row.getString("invalid_data")),
            new Policy.Transport(
                row.getInt("require_https") != 0, row.getInt("require_verified") != 0),
            searchable),
        admission,
        keeping);
  }

  /// A word that a newer release wrote counts as the usual one.
  private static Policy.Decision decision(String word) {
    return Policy.Decision.WORDS.getOrDefault(word, Policy.Decision.WARN);
  }

  static int insert(Handle db, Tenant tenant) {
    return db.createUpdate(
            """
            insert into tenant (id, name, created, unknown_types, invalid_data, require_https,
              require_verified, doc)
            values (:id, :name, :created, :unknown_types, :invalid_data, :require_https,
              :require_verified, :doc)
            """)
        .bind("id", tenant.id().value())
        .bind("name", tenant.name())
        .bind("created", Micros.of(tenant.created()))
        .bindMap(columns(tenant))
        .execute();
  }

  static int update(Handle db, Tenant tenant) {
    return db.createUpdate(
            """
            update tenant set unknown_types = :unknown_types, invalid_data = :invalid_data,
              require_https = :require_https, require_verified = :require_verified, doc = :doc
            where id = :id
            """)
        .bindMap(columns(tenant))
        .bind("id", tenant.id().value())
        .execute();
  }

  private static Map<String, Object> columns(Tenant tenant) {
    Policy policy = tenant.policy();
    return Map.of(
        "unknown_types",
        policy.unknownTypes().word(),
        "invalid_data",
        policy.invalidData().word(),
        "require_https",
        policy.transport().https() ? 1 : 0,
        "require_verified",
        policy.transport().verified() ? 1 : 0,
        "doc",
        doc(tenant));
  }

  private static String doc(Tenant tenant) {
    ObjectNode json = Json.object();
    TermsForm.write(json, tenant.admission());
    tenant.keeping().write(json);
    tenant.policy().searchable().write(json);
    return Json.text(json);
  }

  static int delete(Handle db, TenantId id) {
    return db.createUpdate("delete from tenant where id = :id").bind("id", id.value()).execute();
  }
}
