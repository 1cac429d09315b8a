package dev.posthouse.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Rows on their way into a table: put down value by value, in the order of the columns, and
/// written together by one statement. The names are those of the columns' types, which have to be
/// exact.
interface Rows {
  Rows bigint(long value) throws SQLException;

  Rows integer(int value) throws SQLException;

  Rows smallint(int value) throws SQLException;

  Rows text(String value) throws SQLException;

  Rows bytes(byte @Nullable [] value) throws SQLException;

  /// The row is complete.
  void end() throws SQLException;

  /// Writes them, of which there must be some. Nothing of them is left, even if it fails.
  void write() throws SQLException;
}
