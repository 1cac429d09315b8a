package dev.posthouse.process;

import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// Too long for every build: `./posthouse soak` runs it.
class PostgresSoak extends SoakContract {
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

  /// It does not answer for a while.
  @Override
  Trouble.Absence absence() {
    return time -> {
      postgres.freeze();
      LockSupport.parkNanos(time.toNanos());
      postgres.thaw();
    };
  }
}
