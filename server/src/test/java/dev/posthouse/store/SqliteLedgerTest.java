package dev.posthouse.store;

import dev.posthouse.testing.Databases;

final class SqliteLedgerTest extends LedgerContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
