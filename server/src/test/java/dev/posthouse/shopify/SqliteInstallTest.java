package dev.posthouse.shopify;

import dev.posthouse.testing.Databases;

class SqliteInstallTest extends InstallContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
