package dev.posthouse.config;

import dev.posthouse.access.Actor;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import dev.posthouse.store.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// The table `revision`.
final class RevisionRows {
  private RevisionRows() {}

  static void insert(Handle db, Revision revision, byte[] hash) {
    db.createUpdate(
            """
            insert into revision (number, tenant, kind, resource, action, who, origin, at, shown, doc,
              hash)
            values (:number, :tenant, :kind, :resource, :action, :who, :origin, :at, :shown, :doc,
              :hash)
            """)
        .bind("number", revision.number())
        .bind("tenant", revision.tenant().value())
        .bind("kind", revision.kind().word())
        .bind("resource", revision.resource())
        .bind("action", revision.action())
        .bind("who", revision.by().who())
        .bind("origin", revision.by().from())
        .bind("at", Micros.of(revision.at()))
        .bind("shown", revision.shown())
        .bind("doc", revision.doc())
        .bind("hash", hash)
        .execute();
  }

  /// The newest of what a route table is made of.
  static long newestInForce(Handle db) {
    return db.createQuery(
            """
            select number from revision where kind in ('endpoint', 'subscription', 'event_type')
            order by number desc limit 1
            """)
        .mapTo(Long.class)
        .findOne()
        .orElse(0L);
  }

  /// A revision and the hash that is stored with it.
  record Hashed(Revision revision, byte[] hash) {}

  /// Oldest first, those after the number `number`.
  static List<Hashed> following(Handle db, long number, int limit) {
    Query query =
        db.createQuery(
            """
            select number, tenant, kind, resource, action, who, origin, at, shown, doc, hash
            from revision where number > :number order by number limit :limit
            """);
    return query
        .bind("number", number)
        .bind("limit", limit)
        .map((row, context) -> new Hashed(revision(row), row.getBytes("hash")))
        .list();
  }

  /// The documents of all checkpoints.
  static List<String> checkpoints(Handle db) {
    return db.createQuery(
            """
            select doc from revision where tenant = 0 and kind = 'checkpoint' and resource = 0
            """)
        .mapTo(String.class)
        .list();
  }

  static Optional<Revision> find(Handle db, long number) {
    Query query =
        db.createQuery(
            """
            select number, tenant, kind, resource, action, who, origin, at, shown, doc
            from revision where number = :number
            """);
    return query.bind("number", number).map((row, context) -> revision(row)).findOne();
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

  /// The revision of an endpoint that was in force at a time.
  static Optional<Revision> endpoint(Handle db, TenantId tenant, EndpointId id, Instant at) {
    Query query =
        db.createQuery(
            """
            select number, tenant, kind, resource, action, who, origin, at, shown, doc
            from revision
            where tenant = :tenant and kind = 'endpoint' and resource = :resource and at <= :at
            order by number desc limit 1
            """);
    return query
        .bind("tenant", tenant.value())
        .bind("resource", id.value())
        .bind("at", Micros.of(at))
        .map((row, context) -> revision(row))
        .findOne();
  }

  /// The newest revision of each of these endpoints up to number `table`.
  static List<Revision> endpoints(
      Handle db, TenantId tenant, long table, Collection<EndpointId> ids) {
    Query query =
        db.createQuery(
            """
            select number, tenant, kind, resource, action, who, origin, at, shown, doc
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

  static Revision revision(ResultSet row) throws SQLException {
    return new Revision(
        row.getLong("number"),
        new TenantId(row.getLong("tenant")),
        Revision.Kind.parse(row.getString("kind")),
        row.getLong("resource"),
        row.getString("action"),
        new Actor(row.getString("who"), row.getString("origin")),
        Micros.instant(row.getLong("at")),
        row.getString("shown"),
        row.getString("doc"));
  }
}
