package dev.posthouse.oauth;

import dev.posthouse.testing.Databases;

final class PostgresWalletTest extends WalletContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
