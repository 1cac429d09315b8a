package dev.posthouse;

import dev.posthouse.testing.Databases;

final class PostgresSchemaVersionsTest extends SchemaVersionsContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
