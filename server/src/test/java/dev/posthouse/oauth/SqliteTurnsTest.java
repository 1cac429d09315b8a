package dev.posthouse.oauth;

import dev.posthouse.testing.Databases;

final class SqliteTurnsTest extends TurnsContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
