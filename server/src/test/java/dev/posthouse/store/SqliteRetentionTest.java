package dev.posthouse.store;

import dev.posthouse.testing.Databases;

final class SqliteRetentionTest extends RetentionContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
