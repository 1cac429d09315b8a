package dev.posthouse.receive;

import dev.posthouse.event.SourceId;
import dev.posthouse.store.Lines;
import dev.posthouse.store.Micros;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// The tables `source_refusal` and `source_health`.
final class WatchRows {
  private WatchRows() {}

  /// What is remembered of a source. Times in milliseconds, 0 for none.
  record Health(SourceId source, long last, long silentSince) {}

  static List<Health> health(Handle db) {
    return db.createQuery("select source, last_event, silent_since from source_health")
        .map((row, context) ->
            new Health(
                new SourceId(row.getLong("source")),
                row.getLong("last_event"),
                row.getLong("silent_since")))
        .list();
  }

  /// Notes when a source received last, unless another node has noted something later.
  static int received(Handle db, Health health) {
    return db.createUpdate(
            """
            insert into source_health (source, last_event, silent_since)
            values (:source, :last, 0)
            on conflict (source) do update set last_event = excluded.last_event
            where source_health.last_event < excluded.last_event
            """)
        .bind("source", health.source().value())
        .bind("last", health.last())
        .execute();
  }

  /// Notes that a source has gone silent, or is so no more. False if it is no longer as it was
  /// seen: another node has told of it, or something has come.
  static boolean turn(Handle db, Health seen, long silentSince) {
    int turned =
        db.createUpdate(
                """
                insert into source_health (source, last_event, silent_since)
                values (:source, :last, :since)
                on conflict (source) do update set silent_since = excluded.silent_since
                where source_health.silent_since = :before
                  and (source_health.last_event <= :last or excluded.silent_since = 0)
                """)
            .bind("source", seen.source().value())
            .bind("last", seen.last())
            .bind("before", seen.silentSince())
            .bind("since", silentSince)
            .execute();
    return turned == 1;
  }

  /// Newest first.
  static List<Refused> refused(Handle db, SourceId source) {
    return db.createQuery(
            """
            select at, reason, detail, client, method, headers, body, size from source_refusal
            where source = :source order by number desc
            """)
        .bind("source", source.value())
        .map((row, context) ->
            new Refused(
                Micros.instant(row.getLong("at")),
                row.getString("reason"),
                row.getString("detail"),
                row.getString("client"),
                row.getString("method"),
                Lines.map(row.getBytes("headers")),
                row.getBytes("body"),
                row.getInt("size")))
        .list();
  }

  /// In the place of what was stored before.
  static void replace(Handle db, SourceId source, List<Refused> newestFirst) {
    delete(db, source);
    var insert =
        db.prepareBatch(
            """
            insert into source_refusal (source, number, at, reason, detail, client, method, headers,
              body, size)
            values (:source, :number, :at, :reason, :detail, :client, :method, :headers, :body,
              :size)
            """);
    int number = newestFirst.size();
    for (Refused refused : newestFirst) {
      insert
          .bind("source", source.value())
          .bind("number", number--)
          .bind("at", Micros.of(refused.at()))
          .bind("reason", refused.reason())
          .bind("detail", refused.detail())
          .bind("client", refused.client())
          .bind("method", refused.method())
          .bind("headers", Lines.write(refused.headers()))
          .bind("body", refused.body())
          .bind("size", refused.size())
          .add();
    }
    insert.execute();
  }

  private static void delete(Handle db, SourceId source) {
    db.createUpdate("delete from source_refusal where source = :source")
        .bind("source", source.value())
        .execute();
  }

  static void forget(Handle db, SourceId source) {
    delete(db, source);
    db.createUpdate("delete from source_health where source = :source")
        .bind("source", source.value())
        .execute();
  }
}
