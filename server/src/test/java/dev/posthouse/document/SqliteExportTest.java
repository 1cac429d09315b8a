package dev.posthouse.document;

import dev.posthouse.testing.Databases;

class SqliteExportTest extends ExportContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
