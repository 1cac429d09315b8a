package dev.posthouse;

import dev.posthouse.store.Database.Failure;
import dev.posthouse.store.FaultyDatabase.Broken;
import dev.posthouse.store.FaultyDatabase.Tripwire;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/// Counts the calls of the database and of the sender, and has the Nth of them go wrong, once.
@NullMarked
final class Nth implements Tripwire {
  /// Nothing goes wrong, and nobody counts.
  static final Nth NONE = new Nth(0, Fate.FAILS);

  private final long number;
  private final Fate fate;
  private final List<String> calls = new ArrayList<>();
  private boolean armed;
  private boolean lost;
  private boolean dead;

  /// What becomes of the Nth call.
  enum Fate {
    FAILS,
    /// It does what it should, but whoever asked is told otherwise.
    IS_LOST,
    /// Somebody else's transaction is in the way.
    COLLIDES,
    /// The database finds fault with a row.
    IS_REFUSED,
    /// The process ends there.
    DIES;

    /// Whether a call can meet it: others would only repeat what `FAILS` does.
    boolean befalls(String call) {
      return switch (this) {
        case FAILS, DIES -> true;
        case IS_LOST -> call.equals("commit");
        case COLLIDES, IS_REFUSED -> call.equals("statement");
      };
    }
  }

  /// The process ends here.
  static final class Dead extends Error {
    private static final long serialVersionUID = 1;
  }

  Nth(long number, Fate fate) {
    this.number = number;
    this.fate = fate;
  }

  /// Calls count from now on, or no more.
  void arm(boolean now) {
    armed = now;
  }

  List<String> calls() {
    return calls;
  }

  boolean reached() {
    return calls.size() >= number;
  }

  /// Whether the process has ended; a new one lives.
  boolean buried() {
    boolean was = dead;
    dead = false;
    return was;
  }

  @Override
  public void before(String call) throws SQLException {
    if (dead) {
      throw new Dead();
    }
    if (!armed || number == 0) {
      return;
    }
    calls.add(call);
    if (calls.size() == number) {
      befall(call);
    }
  }

  private void befall(String call) throws SQLException {
    String why = "call " + number + " (" + call + ") goes wrong";
    switch (fate) {
      case FAILS -> throw new Broken(why, Failure.UNAVAILABLE);
      case COLLIDES -> throw new Broken(why, Failure.COLLISION);
      case IS_REFUSED -> throw new Broken(why, Failure.ROW);
      case IS_LOST -> lost = true;
      case DIES -> {
        dead = true;
        throw new Dead();
      }
    }
  }

  @Override
  public void after(String call) throws SQLException {
    if (lost) {
      lost = false;
      throw new Broken("the answer to call " + number + " is lost", Failure.UNAVAILABLE);
    }
  }
}
