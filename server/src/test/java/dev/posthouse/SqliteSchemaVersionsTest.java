package dev.posthouse;

import dev.posthouse.testing.Databases;

final class SqliteSchemaVersionsTest extends SchemaVersionsContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
