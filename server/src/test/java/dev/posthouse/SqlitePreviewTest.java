package dev.posthouse;

import dev.posthouse.testing.Databases;

class SqlitePreviewTest extends PreviewContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
