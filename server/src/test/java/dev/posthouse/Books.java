package dev.posthouse;

import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.EventId;
import dev.posthouse.event.OpenDelivery.Mark;
import dev.posthouse.sim.Model;
import dev.posthouse.sim.Seen;
import dev.posthouse.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;

/// What the tables say, read past everything that a world may have broken.
@NullMarked
record Books(Database database) {
  /// The due time of what waits for a paused subscription.
  private static final long HELD = Long.MAX_VALUE;

  /// A row of `waiting` or `delivery`.
  ///
  /// @param end `delivered`, or state and reason; `open` for open work
  record Row(DeliveryId id, long endpoint, String end, int attempts, int mark) {}

  /// One attempt in the order of its delivery's attempts.
  record Tried(DeliveryId id, int number, String cause, String outcome, int status, String rule) {
    /// Whether its answer means that the delivery is delivered.
    boolean accepted() {
      return rule.isEmpty() ? status >= 200 && status < 300 : rule.contains(": done when ");
    }
  }

  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  <T> List<T> rows(String sql, Reader<T> reader) {
    return database.read(db -> {
      try (var select = db.prepareStatement(sql);
          var row = select.executeQuery()) {
        var all = new ArrayList<T>();
        while (row.next()) {
          all.add(reader.read(row));
        }
        return all;
      }
    });
  }

  long number(String sql) {
    return rows(sql, row -> row.getLong(1)).getFirst();
  }

  List<Row> waiting() {
    return rows(
        "select event, id, endpoint, attempts, mark from waiting order by event, id",
        row -> new Row(id(row), row.getLong("endpoint"), "open", row.getInt(4), row.getInt(5)));
  }

  List<Row> finals() {
    return rows(
        "select event, id, endpoint, attempts, state, reason from delivery order by event, id",
        row -> new Row(id(row), row.getLong("endpoint"), end(row), row.getInt(4), 0));
  }

  /// How each delivery stands; a final one with a manual retry to run stands as final.
  Map<DeliveryId, String> ends() {
    var ends = new TreeMap<DeliveryId, String>();
    waiting().forEach(row -> ends.put(row.id(), row.end()));
    finals().forEach(row -> ends.put(row.id(), row.end()));
    return ends;
  }

  /// Each delivery as all its rows show it.
  Map<DeliveryId, Seen> standing() {
    var standing = new HashMap<DeliveryId, Seen>();
    rows(
            """
            select event, id, endpoint, attempts, counted, extra, mark, scheduled, due from waiting
            """,
            row -> Map.entry(id(row), open(row)))
        .forEach(row -> standing.put(row.getKey(), row.getValue()));
    finals()
        .forEach(row -> {
          Seen ended = Seen.ended(new EndpointId(row.endpoint()), row.end(), row.attempts());
          standing.merge(row.id(), ended, Seen::with);
        });
    return standing;
  }

  private static Seen open(ResultSet row) throws SQLException {
    Seen open =
        Seen.open(
            new EndpointId(row.getLong(3)),
            row.getInt(4),
            row.getInt(5),
            row.getInt(6),
            Mark.of(row.getInt(7)),
            time(row.getLong(8)));
    long due = row.getLong(9);
    boolean inTurn = Mark.of(row.getInt(7)) == Mark.AGAIN || due == HELD;
    return inTurn || (due == 0) == open.now() ? open : open.contradicted();
  }

  private static Instant time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  List<Model.Row> attemptsOf(DeliveryId delivery) {
    return rows(
        """
        select number, cause, outcome, status, detail, started from attempt
        where event = %d and delivery = %d order by number
        """
            .formatted(delivery.event().value(), delivery.value()),
        row ->
            new Model.Row(
                row.getInt(1),
                row.getString(2).equals("manual"),
                row.getString(3),
                row.getInt(4),
                row.getString(5),
                time(row.getLong(6))));
  }

  boolean hasEndpoint(EndpointId id) {
    return number("select count(*) from endpoint where id = " + id.value()) == 1;
  }

  List<Tried> attempts() {
    return rows(
        """
        select event, delivery as id, number, cause, outcome, status, rule from attempt
        order by event, delivery, number
        """,
        row ->
            new Tried(
                id(row),
                row.getInt("number"),
                row.getString("cause"),
                row.getString("outcome"),
                row.getInt("status"),
                row.getString("rule")));
  }

  private static DeliveryId id(ResultSet row) throws SQLException {
    return new DeliveryId(new EventId(row.getLong("event")), row.getLong("id"));
  }

  private static String end(ResultSet row) throws SQLException {
    String reason = row.getString("reason");
    String state = row.getString("state");
    return reason.isEmpty() ? state : state + ": " + reason;
  }

  /// All that matters of what was stored, as text.
  String text() {
    return ends() + "\n" + attempts();
  }
}
