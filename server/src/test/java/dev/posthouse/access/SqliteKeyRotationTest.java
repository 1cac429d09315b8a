package dev.posthouse.access;

import dev.posthouse.testing.Databases;

final class SqliteKeyRotationTest extends KeyRotationContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
