package dev.posthouse;

import dev.posthouse.testing.Databases;

final class PostgresEventTypesTest extends EventTypesContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
