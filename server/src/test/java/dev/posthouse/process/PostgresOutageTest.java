package dev.posthouse.process;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresOutageTest extends OutageContract {
  private OwnPostgres postgres;

  @BeforeEach
  void starts_a_database() throws Exception {
    postgres = OwnPostgres.start(folder.resolve("postgres"), Map.of());
  }

  @AfterEach
  void stops_it() {
    postgres.close();
  }

  @Override
  Launch launch() {
    return Launch.on(folder.resolve("data"))
        .environment("POSTHOUSE_DATABASE_URL", postgres.jdbcUrl());
  }

  @Test
  void a_database_that_was_shut_down_is_waited_for() throws Exception {
    survives(() -> {
      postgres.shutDownAtOnce();
      return postgres::start;
    });
  }
}
