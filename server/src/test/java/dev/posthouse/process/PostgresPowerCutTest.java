package dev.posthouse.process;

import java.nio.file.Files;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// Server and database lose power together, and with it what either never had synced.
class PostgresPowerCutTest extends KillContract {
  private FragileDisk disk;
  private OwnPostgres postgres;

  @BeforeEach
  void puts_the_database_on_a_fragile_disk() throws Exception {
    disk = FragileDisk.under(Files.createDirectory(folder.resolve("disk")));
    postgres = OwnPostgres.start(disk.folder().resolve("postgres"), disk.environment());
  }

  @AfterEach
  void stops_the_database() {
    postgres.close();
  }

  @Override
  Launch launch() {
    return disk.under(Launch.on(disk.folder().resolve("data")))
        .environment("POSTHOUSE_DATABASE_URL", postgres.jdbcUrl());
  }

  @Override
  int rounds() {
    return Integer.getInteger("posthouse.kill.rounds", 2);
  }

  @Override
  House.Aftermath aftermath() {
    var cut = PowerCut.of(disk, new Random());
    return () -> {
      postgres.kill9();
      cut.happen();
      postgres.start();
    };
  }
}
