package dev.posthouse.store;

import dev.posthouse.testing.Databases;

final class PostgresChangesTest extends ChangesContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
