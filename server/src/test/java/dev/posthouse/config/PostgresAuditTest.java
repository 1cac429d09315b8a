package dev.posthouse.config;

import dev.posthouse.testing.Databases;

final class PostgresAuditTest extends AuditContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
