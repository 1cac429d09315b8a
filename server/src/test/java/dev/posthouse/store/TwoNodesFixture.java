package dev.posthouse.store;

import dev.posthouse.testing.Databases;
import dev.posthouse.testing.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// Two nodes on one database, each with its own clock; calls of the first one can be made to fail.
abstract class TwoNodesFixture extends LedgerFixture {
  final SettableClock otherClock = new SettableClock();
  Ledger other;
  private final String url = Databases.postgresUrl();
  Database otherDatabase;

  @Override
  final Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }

  @Override
  final Database database() {
    return new FaultyDatabase(PostgresDatabase.open(url));
  }

  @BeforeEach
  final void openOther() {
    otherDatabase = PostgresDatabase.open(url);
    var parts =
        new Ledger.Parts(
            otherDatabase, otherClock, otherClock::nanos, new WriterCounts(), Limits.DEFAULT);
    other = Ledger.open(parts, "node-2", events.next());
  }

  @AfterEach
  final void closeOther() {
    other.close();
    otherDatabase.close();
  }
}
