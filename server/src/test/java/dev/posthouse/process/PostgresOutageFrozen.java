package dev.posthouse.process;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Too long for every build, as a connection that is silent is given up only after 30 seconds:
/// `./posthouse outage` runs it.
class PostgresOutageFrozen extends OutageContract {
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
  void a_database_that_does_not_answer_is_waited_for() throws Exception {
    survives(() -> {
      postgres.freeze();
      return postgres::thaw;
    });
  }
}
