package dev.posthouse.config;

import dev.posthouse.testing.Databases;

final class SqliteHoldsOfNodesTest extends HoldsOfNodesContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
