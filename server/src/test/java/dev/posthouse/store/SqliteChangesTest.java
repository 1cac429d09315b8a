package dev.posthouse.store;

import dev.posthouse.testing.Databases;

final class SqliteChangesTest extends ChangesContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
