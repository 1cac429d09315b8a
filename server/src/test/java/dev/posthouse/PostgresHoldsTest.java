package dev.posthouse;

import dev.posthouse.testing.Databases;

class PostgresHoldsTest extends HoldsContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
