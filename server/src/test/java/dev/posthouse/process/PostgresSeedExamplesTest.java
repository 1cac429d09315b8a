package dev.posthouse.process;

import dev.posthouse.testing.Databases;

class PostgresSeedExamplesTest extends SeedExamplesContract {
  private final String url = Databases.postgresUrl();

  @Override
  Launch on(Launch launch) {
    return launch.environment("POSTHOUSE_DATABASE_URL", url);
  }
}
