package dev.posthouse.store;

import dev.posthouse.testing.Databases;

final class PostgresDeliveriesTest extends DeliveriesContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
