package dev.posthouse.process;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// Outages of a PostgreSQL of the test's own.
abstract class PostgresOutage extends OutageContract {
  OwnPostgres postgres;

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
}
