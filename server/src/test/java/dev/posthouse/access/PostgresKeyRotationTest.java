package dev.posthouse.access;

import dev.posthouse.testing.Databases;

final class PostgresKeyRotationTest extends KeyRotationContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
