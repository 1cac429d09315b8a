package dev.posthouse.process;

import dev.posthouse.testing.Databases;

class PostgresKillTest extends KillContract {
  private final String url = Databases.postgresUrl();

  @Override
  Launch launch() {
    return Launch.on(folder).environment("POSTHOUSE_DATABASE_URL", url);
  }
}
