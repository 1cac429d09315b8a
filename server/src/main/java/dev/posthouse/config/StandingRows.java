package dev.posthouse.config;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.TenantId;
import dev.posthouse.store.Micros;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/// The table `endpoint_health`: a row for each endpoint that is failing or disabled.
final class StandingRows {
  private StandingRows() {}

  static List<Standing> all(Handle db) {
    return db.createQuery("select endpoint, tenant, state, since, cause from endpoint_health")
        .map((row, context) ->
            new Standing(
                new EndpointId(row.getLong("endpoint")),
                new TenantId(row.getLong("tenant")),
                Standing.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                Micros.instant(row.getLong("since")),
                row.getString("cause")))
        .list();
  }

  /// Notes that an endpoint fails, if it is there and nothing is noted. Returns whether it was.
  static boolean fails(Handle db, Standing standing) {
    return bound(
                db.createUpdate(
                    """
                    insert into endpoint_health (endpoint, tenant, state, since, cause)
                    select id, tenant, :state, :since, :cause from endpoint where id = :endpoint
                    on conflict (endpoint) do nothing
                    """),
                standing)
            .execute()
        == 1;
  }

  /// Notes that an endpoint is disabled, whatever was noted before.
  static void disabled(Handle db, Standing standing) {
    var _ =
        bound(
                db.createUpdate(
                    """
                    insert into endpoint_health (endpoint, tenant, state, since, cause)
                    values (:endpoint, :tenant, :state, :since, :cause)
                    on conflict (endpoint) do update set state = excluded.state,
                      since = excluded.since, cause = excluded.cause
                    """),
                standing)
            .bind("tenant", standing.tenant().value())
            .execute();
  }

  /// Returns whether it was on record as failing.
  static boolean recovers(Handle db, EndpointId id) {
    return db.createUpdate(
                "delete from endpoint_health where endpoint = :endpoint and state = 'failing'")
            .bind("endpoint", id.value())
            .execute()
        == 1;
  }

  static void forget(Handle db, EndpointId id) {
    db.createUpdate("delete from endpoint_health where endpoint = :endpoint")
        .bind("endpoint", id.value())
        .execute();
  }

  private static Update bound(Update update, Standing standing) {
    return update
        .bind("endpoint", standing.endpoint().value())
        .bind("state", standing.state().name().toLowerCase(Locale.ROOT))
        .bind("since", Micros.of(standing.since()))
        .bind("cause", standing.cause());
  }
}
