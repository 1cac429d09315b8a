package dev.posthouse.document;

import dev.posthouse.testing.Databases;

class PostgresExportTest extends ExportContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
