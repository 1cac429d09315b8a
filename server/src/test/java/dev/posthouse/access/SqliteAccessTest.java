package dev.posthouse.access;

import dev.posthouse.testing.Databases;

final class SqliteAccessTest extends AccessContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
