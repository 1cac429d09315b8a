package dev.posthouse.store;

import dev.posthouse.event.AttemptReport;
import dev.posthouse.event.Outcome;
import dev.posthouse.event.Timings;
import java.sql.SQLException;
import java.util.List;

/// The table `attempt`: append-only.
final class AttemptRows {
  /// Bytes of a response's headers that are kept; the rest is cut after a whole line.
  private static final int RESPONSE_HEADERS = 4 * 1024;

  private static final byte[] NOTHING = {};

  private static final Into ATTEMPT =
      Into.of(
          "attempt",
          "event, id, delivery, number, cause, started, queued, connect, first_byte, total, url,"
              + " request, missing, rule, outcome, detail, status, response, head, size");

  private AttemptRows() {}

  static void insert(Session db, List<AttemptReport> reports) throws SQLException {
    if (reports.isEmpty()) {
      return;
    }
    Rows rows = db.rows(ATTEMPT);
    for (AttemptReport report : reports) {
      put(rows, report);
      put(rows, report.outcome());
      rows.end();
    }
    db.write(rows);
  }

  private static void put(Rows rows, AttemptReport report) throws SQLException {
    Timings timings = report.timings();
    rows.bigint(report.id().event().value())
        .bigint(report.id().value())
        .bigint(report.delivery().value())
        .integer(report.number())
        .text(report.trigger().word())
        .bigint(Micros.of(report.started()))
        .bigint(Micros.of(timings.queued()))
        .bigint(Micros.of(timings.connect()))
        .bigint(Micros.of(timings.firstByte()))
        .bigint(Micros.of(timings.total()))
        .text(report.url())
        .bytes(Lines.write(report.request()))
        .bytes(Lines.names(report.missing()))
        .text(report.rule());
  }

  private static void put(Rows rows, Outcome outcome) throws SQLException {
    rows.text(outcome.kind()).text(outcome.detail());
    if (outcome instanceof Outcome.Answered answered) {
      rows.integer(answered.status())
          .bytes(Lines.head(answered.headers(), RESPONSE_HEADERS))
          .bytes(answered.head())
          .bigint(answered.size());
    } else {
      rows.integer(0).bytes(NOTHING).bytes(NOTHING).bigint(0);
    }
  }
}
