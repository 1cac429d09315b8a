package dev.posthouse.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.testing.Databases;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// PostgreSQL keeps the plan of a prepared statement until the table is cleaned up the next time,
/// however much it grows meanwhile.
final class PostgresClosePlanTest {
  /// Only so can a statement with parameters be explained without any.
  private static final String SIMPLE = "&preferQueryMode=simple";

  private static final Pattern BY_KEY =
      Pattern.compile(
          "Scan using (waiting_pkey .*\\n +Index Cond: \\(\\(event = "
              + "|waiting_due .*\\n +Index Cond: \\(\\(endpoint = .* AND \\(due = .* AND \\(event = )");

  @ParameterizedTest
  @ValueSource(strings = {WaitingRows.CLOSE_ALL, WaitingRows.RESCHEDULE})
  void finds_open_work_by_its_key_even_by_a_plan_made_while_there_was_hardly_any(String sql)
      throws SQLException {
    try (var database = PostgresDatabase.open(Databases.postgresUrl() + SIMPLE);
        var db = database.connect()) {
      db.setAutoCommit(true);
      try (var statement = db.createStatement()) {
        statement.execute(
            """
            insert into waiting select n, n, 1, 1, 1, 1, n, n, 0, 0, 0, 1, 0
            from generate_series(1, 3) as n
            """);
        statement.execute("vacuum analyze waiting");

        assertThat(plan(statement, sql)).containsPattern(BY_KEY);
      }
    }
  }

  /// The one that does for any parameters.
  private static String plan(Statement statement, String sql) throws SQLException {
    var number = new AtomicInteger();
    String numbered =
        Pattern.compile("\\?").matcher(sql).replaceAll(mark -> "\\$" + number.incrementAndGet());
    try (var row = statement.executeQuery("explain (generic_plan) " + numbered)) {
      var lines = new ArrayList<String>();
      while (row.next()) {
        lines.add(row.getString(1));
      }
      return String.join("\n", lines);
    }
  }
}
