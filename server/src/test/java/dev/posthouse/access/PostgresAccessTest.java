package dev.posthouse.access;

import dev.posthouse.testing.Databases;

final class PostgresAccessTest extends AccessContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
