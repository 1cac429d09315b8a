package dev.posthouse.store;

import dev.posthouse.work.Tasks;
import java.sql.Connection;
import java.sql.SQLException;

/// Counts the backlog anew where nodes share a database: each learns of what it writes itself, not
/// of what others open and close. The counting is done beside the writer, in a snapshot that is
/// taken between two transactions of its.
public final class Recount {
  private final Ledger ledger;
  private final Database database;

  public Recount(Ledger ledger, Database database) {
    this.ledger = ledger;
    this.database = database;
  }

  /// Takes as long as counting does.
  ///
  /// @throws StoreException if the database does not answer
  public void run(Tasks tasks) throws InterruptedException {
    if (!database.shared()) {
      return;
    }
    Backlog backlog = ledger.backlog();
    Backlog counted = backlog.blank();
    try (Connection db = database.connect()) {
      db.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      Backlog believed = tasks.await(ledger.change(writing -> begun(db, backlog)));
      Fetches.count(database, db, counted);
      db.rollback();
      tasks.await(
          ledger.changeThen(writing -> counted, result -> backlog.correct(believed, result)));
    } catch (SQLException e) {
      throw new StoreException("cannot count open work: " + e.getMessage(), e);
    }
  }

  /// Takes the snapshot, on the writer's thread; a failure of it is not one of the writer's
  /// connection.
  private static Backlog begun(Connection db, Backlog backlog) {
    try (var statement = db.createStatement()) {
      db.rollback();
      statement.execute("select 1");
    } catch (SQLException e) {
      throw new StoreException("cannot count open work: " + e.getMessage());
    }
    return backlog.copy();
  }
}
