package dev.posthouse.store;

import dev.posthouse.testing.Databases;

final class SqliteDeliveriesTest extends DeliveriesContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
