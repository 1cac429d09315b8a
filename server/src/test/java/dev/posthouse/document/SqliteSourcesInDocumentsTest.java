package dev.posthouse.document;

import dev.posthouse.testing.Databases;

class SqliteSourcesInDocumentsTest extends SourcesInDocumentsContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
