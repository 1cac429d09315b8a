package dev.posthouse.config;

import dev.posthouse.testing.Databases;

final class SqliteAuditTest extends AuditContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
