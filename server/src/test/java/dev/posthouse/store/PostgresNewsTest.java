package dev.posthouse.store;

import dev.posthouse.testing.Databases;

final class PostgresNewsTest extends NewsContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
