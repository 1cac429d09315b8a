package dev.posthouse.config;

import dev.posthouse.event.TenantId;
import dev.posthouse.store.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// The table `revision`.
final class RevisionRows {
  private RevisionRows() {}

  static void insert(Handle db, Revision revision) {
    db.createUpdate(
            """
            insert into revision (number, tenant, kind, resource, action, who, at, doc)
            values (:number, :tenant, :kind, :resource, :action, :who, :at, :doc)
            """)
        .bind("number", revision.number())
        .bind("tenant", revision.tenant().value())
        .bind("kind", revision.kind().word())
        .bind("resource", revision.resource())
        .bind("action", revision.action())
        .bind("who", revision.who())
        .bind("at", Micros.of(revision.at()))
        .bind("doc", revision.doc())
        .execute();
  }

  static long newest(Handle db) {
    return db.createQuery("select coalesce(max(number), 0) from revision").mapTo(Long.class).one();
  }

  static Optional<Revision> find(Handle db, long number) {
    Query query =
        db.createQuery(
            """
            select number, tenant, kind, resource, action, who, at, doc
            from revision where number = :number
            """);
    return query.bind("number", number).map((row, context) -> revision(row)).findOne();
  }

  /// Newest first, those before the number `before`.
  static List<Revision> page(Handle db, TenantId tenant, long before, int limit) {
    Query query =
        db.createQuery(
            """
            select number, tenant, kind, resource, action, who, at, doc
            from revision where tenant = :tenant and number < :before
            order by number desc limit :limit
            """);
    return query
        .bind("tenant", tenant.value())
        .bind("before", before)
        .bind("limit", limit)
        .map((row, context) -> revision(row))
        .list();
  }

  private static Revision revision(ResultSet row) throws SQLException {
    return new Revision(
        row.getLong("number"),
        new TenantId(row.getLong("tenant")),
        Revision.Kind.parse(row.getString("kind")),
        row.getLong("resource"),
        row.getString("action"),
        row.getString("who"),
        Micros.instant(row.getLong("at")),
        row.getString("doc"));
  }
}
