package dev.posthouse.history;

import dev.posthouse.testing.Databases;

final class PostgresStatisticsTest extends StatisticsContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
