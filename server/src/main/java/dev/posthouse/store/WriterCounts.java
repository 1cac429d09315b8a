package dev.posthouse.store;

import java.util.concurrent.atomic.LongAdder;

/// What the writer has done since the start, for metrics and for the test that holds its cost.
public final class WriterCounts {
  public final LongAdder statements = new LongAdder();
  public final LongAdder commits = new LongAdder();
  public final LongAdder commitNanos = new LongAdder();
  public final LongAdder rows = new LongAdder();
  public final LongAdder events = new LongAdder();
  public final LongAdder duplicates = new LongAdder();
  public final LongAdder settles = new LongAdder();

  /// Settles whose row had moved on: nothing was written.
  public final LongAdder movedOn = new LongAdder();

  /// Open deliveries that retention closed.
  public final LongAdder expired = new LongAdder();

  /// Events that retention dropped.
  public final LongAdder dropped = new LongAdder();

  /// Days that went at once, with their partitions.
  public final LongAdder days = new LongAdder();

  /// How long changes took, commits included.
  public final LongAdder changeNanos = new LongAdder();

  /// How much of that was for what [WriterShare] bounds.
  public final LongAdder sharedNanos = new LongAdder();

  /// Rows that only went in without the receiver's own words.
  public final LongAdder bare = new LongAdder();
}
