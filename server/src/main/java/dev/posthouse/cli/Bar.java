package dev.posthouse.cli;

import java.io.PrintStream;
import java.util.Locale;

/// How far a long command is, in one line that is written over and over. Where nobody watches, it
/// writes nothing.
final class Bar {
  private static final int COLUMNS = 30;

  private final PrintStream out;
  private final boolean watched;
  private final long whole;

  Bar(Desk desk, long whole) {
    this.out = desk.shell().err();
    this.watched = desk.shell().terminal() && !desk.json();
    this.whole = whole;
  }

  boolean isWatched() {
    return watched;
  }

  void at(long done) {
    if (watched) {
      int full = (int) (COLUMNS * done / Math.max(1, whole));
      String bar = "█".repeat(full) + "░".repeat(COLUMNS - full);
      long percent = 100 * done / Math.max(1, whole);
      out.print(String.format(Locale.ROOT, "\r%s %3d %%  %,d / %,d", bar, percent, done, whole));
      out.flush();
    }
  }

  /// Leaves the line to others.
  void clear() {
    if (watched) {
      out.print("\r\033[K");
      out.flush();
    }
  }
}
