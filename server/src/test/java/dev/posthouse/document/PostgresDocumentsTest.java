package dev.posthouse.document;

import dev.posthouse.testing.Databases;

class PostgresDocumentsTest extends DocumentsContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
