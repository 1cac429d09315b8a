package dev.posthouse.config;

import dev.posthouse.testing.Databases;

final class SqliteEventTypeChangesTest extends EventTypeChangesContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
