package dev.posthouse.store;

import dev.posthouse.testing.Databases;

final class PostgresOrderTest extends OrderContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
