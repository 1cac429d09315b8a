package dev.posthouse.store;

import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.State;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;

/// The table `delivery`: written once, when a delivery becomes final. The only later change is a
/// manual retry's success.
final class DeliveryRows {
  private static final Into DELIVERY =
      Into.of(
          "delivery",
          "event, id, tenant, endpoint, subscription, revision, state, reason, attempts, finished");

  private static final String DELIVERED =
      """
      update delivery set state = 'delivered', reason = '', attempts = ?, finished = ?
      where event = ? and id = ?
      """;

  private DeliveryRows() {}

  static void insert(Session db, List<FinalDelivery> finals) throws SQLException {
    if (finals.isEmpty()) {
      return;
    }
    Rows rows = db.rows(DELIVERY);
    for (FinalDelivery done : finals) {
      OpenDelivery open = done.open();
      rows.bigint(open.event().value())
          .bigint(open.id().value())
          .bigint(open.tenant().value())
          .bigint(open.endpoint().value())
          .bigint(open.pin().subscription().value())
          .bigint(open.pin().revision())
          .text(done.state().word())
          .text(done.reason())
          .integer(done.attempts())
          .bigint(Micros.of(done.finished()))
          .end();
    }
    db.write(rows);
  }

  /// On the cold path.
  static void insert(Handle db, FinalDelivery done) {
    OpenDelivery open = done.open();
    db.execute(
        DELIVERY.insert(),
        open.event().value(),
        open.id().value(),
        open.tenant().value(),
        open.endpoint().value(),
        open.pin().subscription().value(),
        open.pin().revision(),
        done.state().word(),
        done.reason(),
        done.attempts(),
        Micros.of(done.finished()));
  }

  /// What a final delivery counts as is taken back.
  static void uncount(Handle db, DeliveryId id, StatKey key) {
    db.select(
            "select state, finished from delivery where event = ? and id = ?",
            id.event().value(),
            id.value())
        .map((row, context) ->
            new Ended(
                State.valueOf(row.getString(1).toUpperCase(Locale.ROOT)),
                Micros.instant(row.getLong(2))))
        .findOne()
        .ifPresent(was -> StatRows.add(db, key, was.at(), Count.of(was.state()), -1));
  }

  private record Ended(State state, Instant at) {}

  /// A manual retry of a final delivery has succeeded.
  static void delivered(Session db, DeliveryId id, int attempts, Instant at) throws SQLException {
    var update = db.prepare(DELIVERED);
    update.setInt(1, attempts);
    update.setLong(2, Micros.of(at));
    update.setLong(3, id.event().value());
    update.setLong(4, id.value());
    db.countStatement();
    update.executeUpdate();
  }
}
