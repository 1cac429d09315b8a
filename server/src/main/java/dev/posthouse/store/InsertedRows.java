package dev.posthouse.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Rows as a batch of inserts.
final class InsertedRows implements Rows {
  private final PreparedStatement insert;
  private int column;

  InsertedRows(PreparedStatement insert) {
    this.insert = insert;
  }

  @Override
  public Rows bigint(long value) throws SQLException {
    insert.setLong(++column, value);
    return this;
  }

  @Override
  public Rows integer(int value) throws SQLException {
    insert.setInt(++column, value);
    return this;
  }

  @Override
  public Rows smallint(int value) throws SQLException {
    return integer(value);
  }

  @Override
  public Rows text(String value) throws SQLException {
    insert.setString(++column, value);
    return this;
  }

  @Override
  public Rows bytes(byte @Nullable [] value) throws SQLException {
    insert.setBytes(++column, value);
    return this;
  }

  @Override
  public void end() throws SQLException {
    insert.addBatch();
    column = 0;
  }

  @Override
  public void write() throws SQLException {
    try {
      insert.executeBatch();
    } finally {
      insert.clearBatch();
    }
  }
}
