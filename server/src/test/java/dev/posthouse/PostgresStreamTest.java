package dev.posthouse;

import dev.posthouse.testing.Databases;

final class PostgresStreamTest extends StreamContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
