package dev.posthouse.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/// Rows of statistics added up.
public final class StatSum {
  final long[] counts = new long[Count.ALL];
  final Histogram latency = new Histogram();

  public long count(Count what) {
    return counts[what.place()];
  }

  /// How long attempts took.
  public Histogram latency() {
    return latency;
  }

  void add(Count what, long count) {
    counts[what.place()] += count;
  }

  /// Adds the columns that [StatRows#COUNTS] names, which begin with the one at `at`.
  public void add(ResultSet row, int at) throws SQLException {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += row.getLong(at + i);
    }
    latency.add(row.getBytes(at + counts.length));
  }

  void add(StatSum other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    latency.add(other.latency);
  }

  void clear() {
    Arrays.fill(counts, 0);
    latency.clear();
  }
}
