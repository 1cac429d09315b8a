package dev.posthouse.shopify;

import dev.posthouse.testing.Databases;

class SqliteChecksTest extends ChecksContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
