package dev.posthouse;

import dev.posthouse.testing.Databases;

class PostgresShopStoryTest extends ShopStoryContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }
}
