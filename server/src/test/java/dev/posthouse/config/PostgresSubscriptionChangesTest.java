package dev.posthouse.config;

import dev.posthouse.testing.Databases;

final class PostgresSubscriptionChangesTest extends SubscriptionChangesContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
