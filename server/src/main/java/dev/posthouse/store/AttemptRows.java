package dev.posthouse.store;

import dev.posthouse.event.AttemptReport;
import dev.posthouse.event.Outcome;
import dev.posthouse.event.Timings;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/// The table `attempt`: append-only.
final class AttemptRows {
  /// Bytes of a response's headers that are kept; the rest is cut after a whole line.
  private static final int RESPONSE_HEADERS = 4 * 1024;

  private static final byte[] NOTHING = {};

  private static final String INSERT =
      """
      insert into attempt (event, id, delivery, number, cause, started, queued, connect, first_byte,
        total, url, request, outcome, status, detail, response, head, size, missing, rule)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private AttemptRows() {}

  static void insert(Session db, List<AttemptReport> reports) throws SQLException {
    if (reports.isEmpty()) {
      return;
    }
    var insert = db.prepare(INSERT);
    for (AttemptReport report : reports) {
      bind(insert, report);
      bind(insert, report.outcome());
      insert.addBatch();
    }
    db.execute(insert);
  }

  private static void bind(PreparedStatement insert, AttemptReport report) throws SQLException {
    insert.setLong(1, report.id().event().value());
    insert.setLong(2, report.id().value());
    insert.setLong(3, report.delivery().value());
    insert.setInt(4, report.number());
    insert.setString(5, report.trigger().word());
    insert.setLong(6, Micros.of(report.started()));
    Timings timings = report.timings();
    insert.setLong(7, Micros.of(timings.queued()));
    insert.setLong(8, Micros.of(timings.connect()));
    insert.setLong(9, Micros.of(timings.firstByte()));
    insert.setLong(10, Micros.of(timings.total()));
    insert.setString(11, report.url());
    insert.setBytes(12, Lines.write(report.request()));
    insert.setBytes(19, Lines.names(report.missing()));
    insert.setString(20, report.rule());
  }

  private static void bind(PreparedStatement insert, Outcome outcome) throws SQLException {
    insert.setString(13, outcome.kind());
    insert.setString(15, outcome.detail());
    if (outcome instanceof Outcome.Answered answered) {
      insert.setInt(14, answered.status());
      insert.setBytes(16, Lines.head(answered.headers(), RESPONSE_HEADERS));
      insert.setBytes(17, answered.head());
      insert.setLong(18, answered.size());
    } else {
      insert.setInt(14, 0);
      insert.setBytes(16, NOTHING);
      insert.setBytes(17, NOTHING);
      insert.setLong(18, 0);
    }
  }
}
