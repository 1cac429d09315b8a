package dev.posthouse.shopify;

import dev.posthouse.testing.Databases;

class PostgresChecksTest extends ChecksContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
