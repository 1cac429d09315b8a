package dev.posthouse.store;

import dev.posthouse.testing.Databases;

final class SqliteOutagesTest extends OutagesContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
