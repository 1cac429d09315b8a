package dev.posthouse;

import dev.posthouse.testing.Databases;

final class SqliteEventTypesTest extends EventTypesContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
