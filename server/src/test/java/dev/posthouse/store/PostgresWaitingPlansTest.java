package dev.posthouse.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.testing.Databases;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What PostgreSQL knows of `waiting` is from its last clean-up, when there may have been hardly
/// anything in it, or nothing at all. The writer's plans stay as they were then, however much the
/// table grows meanwhile.
final class PostgresWaitingPlansTest {
  /// Only so can a statement with parameters be explained without any.
  private static final String SIMPLE = "&preferQueryMode=simple";

  private static final Pattern BY_KEY =
      Pattern.compile(
          "Scan using (waiting_pkey .*\\n +Index Cond: \\(\\(event = "
              + "|waiting_due .*\\n +Index Cond: \\(\\(endpoint = .* AND \\(due = .* AND \\(event = )");

  enum Past {
    A_FEW_ROWS(filled(1, 3) + "vacuum analyze waiting"),
    NOTHING_LEFT(filled(1, 20_000) + "delete from waiting; analyze waiting;" + filled(1, 20_000)),
    NEARLY_NOTHING_LEFT(
        filled(1, 20_000)
            + "delete from waiting where id > 2; vacuum analyze waiting;"
            + filled(3, 20_000));

    private final String statements;

    Past(String statements) {
      this.statements = statements;
    }

    private static String filled(int from, int to) {
      return """
      insert into waiting select n, n, 1, n %% 20, 1, 1, n, n, 0, 0, 0, 1, 0
      from generate_series(%d, %d) as n;
      """
          .formatted(from, to);
    }

    void happen(Connection db) throws SQLException {
      db.setAutoCommit(true);
      try (var statement = db.createStatement()) {
        for (String next : statements.split(";", -1)) {
          statement.execute(next);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void work_is_closed_and_rescheduled_by_its_key(Past past) throws SQLException {
    try (var database = PostgresDatabase.open(Databases.postgresUrl() + SIMPLE);
        var db = database.connect()) {
      past.happen(db);

      assertThat(planForAnyValues(db, WaitingRows.CLOSE_ALL)).containsPattern(BY_KEY);
      assertThat(planForAnyValues(db, WaitingRows.RESCHEDULE)).containsPattern(BY_KEY);
    }
  }

  @ParameterizedTest
  @EnumSource
  void due_work_is_read_in_the_order_of_its_index_and_claimed_by_its_key(Past past)
      throws SQLException {
    try (var database = PostgresDatabase.open(Databases.postgresUrl() + SIMPLE);
        var writing = database.connect()) {
      past.happen(writing);

      for (int limit : List.of(1, 32, 1_000)) {
        String claim =
            with(FetchSql.CLAIM.text(), "1", "20000", "2", "" + limit, "2", "2", "2", "9");
        assertThat(database.<String>fetch(db -> lines(db, "explain " + claim)))
            .containsPattern("LockRows.*\\n *-> +Index Scan using waiting_due")
            .containsPattern("(?s:CTE claimed\\n.*?)" + BY_KEY);
      }
    }
  }

  @Test
  void no_statement_is_compiled() throws SQLException {
    try (var database = PostgresDatabase.open(Databases.postgresUrl());
        var writing = database.connect()) {
      assertThat(lines(writing, "show jit")).isEqualTo("off");
      assertThat(database.<String>read(db -> lines(db, "show jit"))).isEqualTo("off");
      assertThat(database.<String>fetch(db -> lines(db, "show jit"))).isEqualTo("off");
      assertThat(database.<String>list(db -> lines(db, "show jit"))).isEqualTo("off");
    }
  }

  private static String planForAnyValues(Connection db, String sql) throws SQLException {
    return lines(
        db, "explain (generic_plan) " + with(sql, "$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8"));
  }

  private static String with(String sql, String... values) {
    Iterator<String> next = List.of(values).iterator();
    return Pattern.compile("\\?")
        .matcher(sql)
        .replaceAll(mark -> Matcher.quoteReplacement(next.next()));
  }

  private static String lines(Connection db, String sql) throws SQLException {
    try (var statement = db.createStatement();
        var row = statement.executeQuery(sql)) {
      var lines = new ArrayList<String>();
      while (row.next()) {
        lines.add(row.getString(1));
      }
      return String.join("\n", lines);
    }
  }
}
