package dev.posthouse.store;

import java.util.Collections;

/// A table that rows go into, many at a time, and how.
///
/// @param columns how many a row has
/// @param copy PostgreSQL's way for many rows
record Into(int columns, String insert, String copy) {
  /// @param columns separated by commas
  static Into of(String table, String columns) {
    int count = columns.split(",").length;
    String values = String.join(", ", Collections.nCopies(count, "?"));
    return new Into(
        count,
        "insert into %s (%s) values (%s)".formatted(table, columns, values),
        "copy %s (%s) from stdin (format binary)".formatted(table, columns));
  }
}
