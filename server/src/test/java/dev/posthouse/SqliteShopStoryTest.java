package dev.posthouse;

import dev.posthouse.testing.Databases;

class SqliteShopStoryTest extends ShopStoryContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }
}
