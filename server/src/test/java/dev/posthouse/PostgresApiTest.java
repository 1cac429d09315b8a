package dev.posthouse;

import dev.posthouse.testing.Databases;

class PostgresApiTest extends ApiContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
