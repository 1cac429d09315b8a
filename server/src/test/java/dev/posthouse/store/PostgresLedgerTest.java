package dev.posthouse.store;

import dev.posthouse.testing.Databases;

final class PostgresLedgerTest extends LedgerContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
