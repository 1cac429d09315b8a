package dev.posthouse.store;

import dev.posthouse.testing.Databases;

final class PostgresOutagesTest extends OutagesContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
