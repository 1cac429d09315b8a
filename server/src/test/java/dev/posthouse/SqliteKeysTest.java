package dev.posthouse;

import dev.posthouse.testing.Databases;

class SqliteKeysTest extends KeysContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
