package dev.posthouse.store;

import dev.posthouse.testing.Databases;

final class SqliteNewsTest extends NewsContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
