package dev.posthouse.shopify;

import dev.posthouse.testing.Databases;

class PostgresInstallTest extends InstallContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
