package dev.posthouse;

import dev.posthouse.testing.Databases;

final class SqliteHistoryTest extends HistoryContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
