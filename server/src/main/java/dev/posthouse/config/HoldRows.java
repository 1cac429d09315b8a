package dev.posthouse.config;

import dev.posthouse.event.TenantId;
import dev.posthouse.store.Micros;
import dev.posthouse.work.Rate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The table `hold`.
final class HoldRows {
  private HoldRows() {}

  static List<Hold> all(Handle db) {
    return db.select("select resource, tenant, kind, state, since, who, reason, rate from hold")
        .map((row, context) ->
            new Hold(
                row.getLong("resource"),
                new TenantId(row.getLong("tenant")),
                Hold.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                Hold.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                Micros.instant(row.getLong("since")),
                row.getString("who"),
                row.getString("reason"),
                Optional.of(row.getString("rate")).filter(r -> !r.isEmpty()).map(Rate::parse)))
        .list();
  }

  static int put(Handle db, Hold hold) {
    return db.createUpdate(
            """
            insert into hold (resource, tenant, kind, state, since, who, reason, rate)
            values (:resource, :tenant, :kind, :state, :since, :who, :reason, :rate)
            on conflict (resource) do update set state = excluded.state, since = excluded.since,
              who = excluded.who, reason = excluded.reason, rate = excluded.rate
            """)
        .bind("resource", hold.resource())
        .bind("tenant", hold.tenant().value())
        .bind("kind", hold.kind().word())
        .bind("state", hold.state().word())
        .bind("since", Micros.of(hold.since()))
        .bind("who", hold.who())
        .bind("reason", hold.reason())
        .bind("rate", hold.rate().map(Rate::text).orElse(""))
        .execute();
  }

  /// Ends a release, unless it was paused again or given another rate by now. What another node has
  /// ended is ended.
  static boolean end(Handle db, Hold releasing, Hold released) {
    return db.createUpdate(
                """
                update hold set state = :released, since = :now, who = :who, reason = '', rate = ''
                where resource = :resource
                  and (state = :released or state = :releasing and since = :since and rate = :rate)
                """)
            .bind("released", released.state().word())
            .bind("now", Micros.of(released.since()))
            .bind("who", released.who())
            .bind("resource", releasing.resource())
            .bind("releasing", releasing.state().word())
            .bind("since", Micros.of(releasing.since()))
            .bind("rate", releasing.rate().map(Rate::text).orElse(""))
            .execute()
        > 0;
  }

  static boolean isUnfinished(Handle db, long resource) {
    return db.select("select 1 from hold where resource = ? and state <> 'released'", resource)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  static int drop(Handle db, long resource) {
    return db.createUpdate("delete from hold where resource = :resource")
        .bind("resource", resource)
        .execute();
  }
}
