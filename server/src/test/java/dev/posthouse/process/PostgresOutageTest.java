package dev.posthouse.process;

import org.junit.jupiter.api.Test;

class PostgresOutageTest extends PostgresOutage {
  @Test
  void a_database_that_was_shut_down_is_waited_for() throws Exception {
    survives(() -> {
      postgres.shutDownAtOnce();
      return postgres::start;
    });
  }
}
