package dev.posthouse.document;

import dev.posthouse.testing.Databases;

class PostgresSourcesInDocumentsTest extends SourcesInDocumentsContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
