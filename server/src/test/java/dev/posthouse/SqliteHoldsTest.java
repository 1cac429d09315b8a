package dev.posthouse;

import dev.posthouse.testing.Databases;

class SqliteHoldsTest extends HoldsContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
