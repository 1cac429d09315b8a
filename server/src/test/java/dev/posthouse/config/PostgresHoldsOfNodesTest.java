package dev.posthouse.config;

import dev.posthouse.testing.Databases;

final class PostgresHoldsOfNodesTest extends HoldsOfNodesContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
