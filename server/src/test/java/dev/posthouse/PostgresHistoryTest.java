package dev.posthouse;

import dev.posthouse.testing.Databases;

final class PostgresHistoryTest extends HistoryContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
