package dev.posthouse.receive;

import dev.posthouse.webhooks.body.Malformed;
import dev.posthouse.webhooks.body.Packed;
import dev.posthouse.work.Budget;
import dev.posthouse.work.Heavy;
import java.io.IOException;
import java.io.InputStream;

/// The memory that one request holds while its body is looked at, beside the body as it came.
final class Held implements AutoCloseable {
  private static final int STEP = 16 << 10;

  private final Budget memory;
  private long bytes;

  Held(Budget memory) {
    this.memory = memory;
  }

  /// Takes what a body needs once it is unpacked, step by step: a few bytes can unpack to any
  /// number, and most unpack to little. Returns false if there is too little.
  ///
  /// @param most what it may unpack to; more is refused by whoever unpacks it
  boolean take(String encoding, byte[] body, int most) {
    return take(body.length) && (encoding.isEmpty() || takeUnpacked(encoding, body, most));
  }

  private boolean takeUnpacked(String encoding, byte[] body, int most) {
    try (InputStream in = Packed.stream(encoding, body)) {
      var step = new byte[STEP];
      long size = 0;
      int read = in.readNBytes(step, 0, STEP);
      while (read > 0 && size <= most) {
        size += read;
        if (!take(size)) {
          return false;
        }
        read = in.readNBytes(step, 0, STEP);
      }
    } catch (Malformed | IOException e) {
      return true; // told when it is unpacked
    }
    return true;
  }

  private boolean take(long size) {
    long parsed = size > Heavy.LARGE ? size * Budget.PARSED : 0;
    long more = Math.min(parsed, memory.limit() / 2) - bytes;
    if (more <= 0) {
      return true;
    }
    if (!memory.tryTake(more)) {
      return false;
    }
    bytes += more;
    return true;
  }

  @Override
  public void close() {
    memory.give(bytes);
    bytes = 0;
  }
}
