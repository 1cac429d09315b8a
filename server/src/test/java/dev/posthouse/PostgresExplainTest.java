package dev.posthouse;

import dev.posthouse.testing.Databases;

class PostgresExplainTest extends ExplainContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
