package dev.posthouse.config;

import dev.posthouse.testing.Databases;

final class PostgresEventTypeChangesTest extends EventTypeChangesContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
