package dev.posthouse.store;

import dev.posthouse.testing.Databases;

final class SqliteOrderTest extends OrderContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
