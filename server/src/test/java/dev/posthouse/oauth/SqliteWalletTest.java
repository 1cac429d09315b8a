package dev.posthouse.oauth;

import dev.posthouse.testing.Databases;

final class SqliteWalletTest extends WalletContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
