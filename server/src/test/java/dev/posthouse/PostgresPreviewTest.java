package dev.posthouse;

import dev.posthouse.testing.Databases;

class PostgresPreviewTest extends PreviewContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
