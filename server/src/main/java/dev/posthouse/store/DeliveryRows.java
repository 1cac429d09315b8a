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
  private static final String INSERT =
      """
      insert into delivery (event, id, tenant, endpoint, subscription, revision, state, reason,
        attempts, finished)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

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
    var insert = db.prepare(INSERT);
    for (FinalDelivery done : finals) {
      OpenDelivery open = done.open();
      insert.setLong(1, open.event().value());
      insert.setLong(2, open.id().value());
      insert.setLong(3, open.tenant().value());
      insert.setLong(4, open.endpoint().value());
      insert.setLong(5, open.pin().subscription().value());
      insert.setLong(6, open.pin().revision());
      insert.setString(7, done.state().word());
      insert.setString(8, done.reason());
      insert.setInt(9, done.attempts());
      insert.setLong(10, Micros.of(done.finished()));
      insert.addBatch();
    }
    db.execute(insert);
  }

  /// On the cold path.
  static void insert(Handle db, FinalDelivery done) {
    OpenDelivery open = done.open();
    db.execute(
        INSERT,
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
