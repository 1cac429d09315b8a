package dev.posthouse.oauth;

import dev.posthouse.testing.Databases;

final class PostgresTurnsTest extends TurnsContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
