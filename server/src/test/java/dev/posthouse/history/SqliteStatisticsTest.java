package dev.posthouse.history;

import dev.posthouse.testing.Databases;

final class SqliteStatisticsTest extends StatisticsContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
