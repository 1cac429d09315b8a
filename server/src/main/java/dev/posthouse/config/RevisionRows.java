package dev.posthouse.config;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import dev.posthouse.store.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
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

  /// All subscriptions that the tenant ever had, newest first, each with its revision in force at
  /// `table`: 0 if it was deleted by then or not yet made.
  static List<Past.Trace> subscriptions(
      Handle db, TenantId tenant, long table, long before, int limit) {
    Query query =
        db.createQuery(
            """
            select s.resource, coalesce(r.number, 0) as number
            from (
              select resource, max(case when number <= :table then number else 0 end) as newest
              from revision
              where tenant = :tenant and kind = 'subscription' and resource < :before
              group by resource order by resource desc limit :limit
            ) s
            left join revision r on r.number = s.newest and r.doc <> ''
            order by s.resource desc
            """);
    return query
        .bind("tenant", tenant.value())
        .bind("table", table)
        .bind("before", before)
        .bind("limit", limit)
        .map((row, context) ->
            new Past.Trace(new SubscriptionId(row.getLong("resource")), row.getLong("number")))
        .list();
  }

  /// The newest revision of each of these endpoints up to number `table`.
  static List<Revision> endpoints(
      Handle db, TenantId tenant, long table, Collection<EndpointId> ids) {
    Query query =
        db.createQuery(
            """
            select number, tenant, kind, resource, action, who, at, doc
            from revision where number in (
              select max(number) from revision
              where tenant = :tenant and kind = 'endpoint' and resource in (<ids>)
                and number <= :table
              group by resource)
            """);
    return query
        .bind("tenant", tenant.value())
        .bind("table", table)
        .bindList("ids", ids.stream().map(EndpointId::value).toList())
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
