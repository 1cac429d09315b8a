package dev.posthouse.config;

import dev.posthouse.testing.Databases;

final class PostgresEndpointChangesTest extends EndpointChangesContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
