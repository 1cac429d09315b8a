package dev.posthouse;

import dev.posthouse.testing.Databases;

class SqliteExplainTest extends ExplainContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
