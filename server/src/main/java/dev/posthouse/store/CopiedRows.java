package dev.posthouse.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Rows for PostgreSQL's `copy`, in its binary format: a signature and two empty fields; each row
/// begins with the number of its values, each value with its length, -1 for null; at last -1.
final class CopiedRows implements Rows {
  private static final byte[] HEAD = "PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0".getBytes(ISO_8859_1);
  private static final int FIRST_ROOM = 16 * 1024;

  private final Into into;
  private final Connection db;
  private ByteBuffer buffer = ByteBuffer.allocate(FIRST_ROOM).put(HEAD);
  private boolean within;

  CopiedRows(Into into, Connection db) {
    this.into = into;
    this.db = db;
  }

  @Override
  public Rows bigint(long value) {
    value(Long.BYTES).putLong(value);
    return this;
  }

  @Override
  public Rows integer(int value) {
    value(Integer.BYTES).putInt(value);
    return this;
  }

  @Override
  public Rows smallint(int value) {
    value(Short.BYTES).putShort((short) value);
    return this;
  }

  @Override
  public Rows text(String value) {
    return bytes(value.getBytes(UTF_8));
  }

  @Override
  public Rows bytes(byte @Nullable [] value) {
    if (value == null) {
      room(0).putInt(-1);
    } else {
      value(value.length).put(value);
    }
    return this;
  }

  @Override
  public void end() {
    within = false;
  }

  /// A copy that fails is over, or its connection is. The driver's ways of copying all at once
  /// would cancel it then, and wait for a silent database a second time.
  @Override
  public void write() throws SQLException {
    within = true;
    room(0).putShort((short) -1).flip();
    CopyIn copy = db.unwrap(PGConnection.class).getCopyAPI().copyIn(into.copy());
    copy.writeToCopy(buffer.array(), 0, buffer.limit());
    var _ = copy.endCopy();
  }

  private ByteBuffer value(int length) {
    return room(length).putInt(length);
  }

  /// Enough for what stands before a value, and `more`.
  private ByteBuffer room(int more) {
    int wanted = Short.BYTES + Integer.BYTES + more;
    if (buffer.remaining() < wanted) {
      int grown = Math.max(2 * buffer.capacity(), buffer.position() + wanted);
      buffer = ByteBuffer.allocate(grown).put(buffer.flip());
    }
    if (!within) {
      buffer.putShort((short) into.columns());
      within = true;
    }
    return buffer;
  }
}
