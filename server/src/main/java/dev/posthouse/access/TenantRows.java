package dev.posthouse.access;

import dev.posthouse.event.TenantId;
import dev.posthouse.store.Micros;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// The table `tenant`.
final class TenantRows {
  private TenantRows() {}

  static List<Tenant> all(Handle db) {
    return db.createQuery(
            """
            select id, name, created, unknown_types, invalid_data, require_https, require_verified
            from tenant
            """)
        .map((row, context) ->
            new Tenant(
                new TenantId(row.getLong("id")),
                row.getString("name"),
                Micros.instant(row.getLong("created")),
                new Policy(
                    decision(row.getString("unknown_types")),
                    decision(row.getString("invalid_data")),
                    new Policy.Transport(
                        row.getInt("require_https") != 0, row.getInt("require_verified") != 0))))
        .list();
  }

  /// A word that a newer release wrote counts as the usual one.
  private static Policy.Decision decision(String word) {
    return Policy.Decision.WORDS.getOrDefault(word, Policy.Decision.WARN);
  }

  static boolean insert(Handle db, Tenant tenant) {
    return db.createUpdate(
                """
                insert into tenant (id, name, created, unknown_types, invalid_data, require_https,
                  require_verified)
                values (:id, :name, :created, :unknown_types, :invalid_data, :require_https,
                  :require_verified)
                on conflict do nothing
                """)
            .bind("id", tenant.id().value())
            .bind("name", tenant.name())
            .bind("created", Micros.of(tenant.created()))
            .bindMap(columns(tenant.policy()))
            .execute()
        == 1;
  }

  static int update(Handle db, TenantId id, Policy policy) {
    return db.createUpdate(
            """
            update tenant set unknown_types = :unknown_types, invalid_data = :invalid_data,
              require_https = :require_https, require_verified = :require_verified
            where id = :id
            """)
        .bindMap(columns(policy))
        .bind("id", id.value())
        .execute();
  }

  private static Map<String, Object> columns(Policy policy) {
    return Map.of(
        "unknown_types",
        policy.unknownTypes().word(),
        "invalid_data",
        policy.invalidData().word(),
        "require_https",
        policy.transport().https() ? 1 : 0,
        "require_verified",
        policy.transport().verified() ? 1 : 0);
  }

  static int delete(Handle db, TenantId id) {
    return db.createUpdate("delete from tenant where id = :id").bind("id", id.value()).execute();
  }
}
