package dev.posthouse.process;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// What processes on a [FragileDisk] changed and synced, as they told it.
final class Trace {
  static final Set<OpenOption> READ_AND_WRITE =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

  private static final long MAGIC = 0x6b73696474736f70L;
  private static final int ENTRY_WORDS = 7;

  private final Map<Long, Deque<Change>> unsynced = new HashMap<>();
  private final Map<Long, Long> syncs = new HashMap<>();
  private long number;

  private Trace() {}

  /// @param number in the order in which all was told
  /// @param size of the file before
  /// @param old what stood at `offset`, as far as anything did
  record Change(boolean truncates, long number, long offset, long length, long size, byte[] old) {}

  private record Entry(long kind, long file, long offset, long length, long size, byte[] old) {}

  /// The changes that no sync was for, in order, by the number of the file (its inode).
  ///
  /// @param lying the disk says of a sync that it was done, and does nothing
  static Map<Long, Deque<Change>> unsynced(Path file, boolean lying) throws IOException {
    var trace = new Trace();
    try (var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      while (true) {
        trace.add(entry(in), lying);
      }
    } catch (EOFException end) {
      return trace.unsynced;
    }
  }

  private static Entry entry(InputStream in) throws IOException {
    var words =
        ByteBuffer.wrap(exactly(in, ENTRY_WORDS * Long.BYTES)).order(ByteOrder.nativeOrder());
    if (words.getLong() != MAGIC) {
      throw new IOException("the trace is broken");
    }
    return new Entry(
        words.getLong(),
        words.getLong(),
        words.getLong(),
        words.getLong(),
        words.getLong(),
        exactly(in, (int) words.getLong()));
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    var bytes = new byte[length];
    new DataInputStream(in).readFully(bytes);
    return bytes;
  }

  private void add(Entry entry, boolean lying) {
    number++;
    switch ((int) entry.kind()) {
      case 1 -> change(entry, false);
      case 2 -> syncs.put(entry.offset(), number);
      case 3 -> {
        Long begun = syncs.remove(entry.offset());
        if (begun != null && !lying) {
          synced(entry.file(), begun);
        }
      }
      case 4 -> unsynced.remove(entry.file());
      case 5 -> change(entry, true);
      default -> throw new IllegalArgumentException("a trace does not tell of " + entry.kind());
    }
  }

  private void change(Entry entry, boolean truncates) {
    unsynced
        .computeIfAbsent(entry.file(), f -> new ArrayDeque<>())
        .add(
            new Change(
                truncates, number, entry.offset(), entry.length(), entry.size(), entry.old()));
  }

  /// What was written before a sync began is on the disk once it has ended.
  private void synced(long file, long begun) {
    Deque<Change> changes = unsynced.getOrDefault(file, new ArrayDeque<>());
    while (!changes.isEmpty() && changes.peek().number() < begun) {
      changes.remove();
    }
  }
}
