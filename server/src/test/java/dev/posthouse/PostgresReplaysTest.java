package dev.posthouse;

import dev.posthouse.testing.Databases;

class PostgresReplaysTest extends ReplaysContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
