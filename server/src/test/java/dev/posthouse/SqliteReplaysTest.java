package dev.posthouse;

import dev.posthouse.testing.Databases;

class SqliteReplaysTest extends ReplaysContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
