package dev.posthouse;

import dev.posthouse.testing.Databases;

class SqliteApiTest extends ApiContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
