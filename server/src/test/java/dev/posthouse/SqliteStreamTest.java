package dev.posthouse;

import dev.posthouse.testing.Databases;

final class SqliteStreamTest extends StreamContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
