package dev.posthouse.config;

import dev.posthouse.testing.Databases;

final class SqliteEndpointChangesTest extends EndpointChangesContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
