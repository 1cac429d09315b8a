package dev.posthouse.store;

import dev.posthouse.testing.Databases;
import java.util.List;

final class SqliteRivalsTest extends RivalsContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }

  @Override
  List<Ledger> ledgers() {
    return List.of(ledger);
  }
}
