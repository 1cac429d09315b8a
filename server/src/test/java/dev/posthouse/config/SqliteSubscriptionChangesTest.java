package dev.posthouse.config;

import dev.posthouse.testing.Databases;

final class SqliteSubscriptionChangesTest extends SubscriptionChangesContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
