package dev.posthouse.document;

import dev.posthouse.testing.Databases;

class SqliteDocumentsTest extends DocumentsContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
