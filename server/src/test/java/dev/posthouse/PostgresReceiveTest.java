package dev.posthouse;

import dev.posthouse.testing.Databases;

class PostgresReceiveTest extends ReceiveContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
