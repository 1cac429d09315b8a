package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.store.Histogram;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;

/// Holds the statistics against the rows that they count.
@NullMarked
record Census(Books books) {
  private static final String KEY =
      "tenant || ' ' || endpoint || ' ' || subscription || ' ' || type";

  private static final String EVENTS = "tenant || ' 0 0 ' || type";

  private static final String COUNTED =
      """
      (select * from stat_minute union all select * from stat_hour union all select * from stat_day)
      as s
      """;

  private static final String DELIVERIES =
      """
      (select x.*, e.type from (
          select event, id, tenant, endpoint, subscription, '' as state, 0 as finished from waiting
          where mark <> 1
          union all
          select event, id, tenant, endpoint, subscription, state, finished from delivery) as x
        join event e on e.id = x.event) as d
      """;

  private static final String ATTEMPTS =
      "(select d.* from attempt a join "
          + DELIVERIES
          + " on a.event = d.event and a.delivery = d.id) as tried";

  /// @param replayed whether events may have got deliveries after they were stored
  void agrees(boolean replayed) {
    same("accepted", EVENTS, "event");
    same("bytes", EVENTS, "sum(length(data) + length(headers))", "event");
    same("deliveries", KEY, DELIVERIES);
    same("attempts", KEY, ATTEMPTS);
    for (String state : new String[] {"delivered", "failed", "cancelled"}) {
      same(state, KEY, DELIVERIES + " where state = '" + state + "'");
      if (books.number("select count(*) from stat_hour") == 0) {
        byMinute(state);
      }
    }
    if (!replayed) {
      same(
          "unmatched",
          EVENTS,
          """
          event e where not exists (select 1 from waiting w where w.event = e.id)
            and not exists (select 1 from delivery d where d.event = e.id)
          """);
    }
    everyAttemptIsInAHistogram();
  }

  private void same(String column, String key, String rows) {
    same(column, key, "count(*)", rows);
  }

  private void same(String column, String key, String sum, String rows) {
    assertThat(counts("select " + KEY + ", sum(" + column + ") from " + COUNTED + " group by 1"))
        .as(column)
        .isEqualTo(counts("select " + key + ", " + sum + " from " + rows + " group by 1"));
  }

  /// A delivery counts at the moment when it ended last.
  private void byMinute(String state) {
    assertThat(
            counts(
                "select "
                    + KEY
                    + " || ' ' || start, sum("
                    + state
                    + ") from stat_minute group by 1"))
        .as(state + " by minute")
        .isEqualTo(
            counts(
                "select "
                    + KEY
                    + " || ' ' || (finished - finished % 60000000), count(*) from "
                    + DELIVERIES
                    + " where state = '"
                    + state
                    + "' group by 1"));
  }

  private void everyAttemptIsInAHistogram() {
    books.rows("select attempts, latency from " + COUNTED, Census::sameTotal);
  }

  private static boolean sameTotal(ResultSet row) throws SQLException {
    var latency = new Histogram();
    latency.add(row.getBytes(2));
    assertThat(latency.total()).isEqualTo(row.getLong(1));
    return true;
  }

  private Map<String, Long> counts(String sql) {
    var counts = new TreeMap<String, Long>();
    books.rows(sql, row -> counts.merge(row.getString(1), row.getLong(2), Long::sum));
    counts.values().removeIf(count -> count == 0);
    return counts;
  }
}
