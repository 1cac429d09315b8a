package dev.posthouse;

import dev.posthouse.testing.Databases;

class PostgresKeysTest extends KeysContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
