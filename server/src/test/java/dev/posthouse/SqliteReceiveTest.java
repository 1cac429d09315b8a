package dev.posthouse;

import dev.posthouse.testing.Databases;

class SqliteReceiveTest extends ReceiveContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
