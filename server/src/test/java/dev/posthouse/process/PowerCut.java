package dev.posthouse.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// The power is cut: of what was not synced, the disk has some, in any order, sector by sector. It
/// is made so by writing back what stood there before.
final class PowerCut implements House.Aftermath {
  private static final int SECTOR = 512;
  private static final int PAGE = 4096;

  private final FragileDisk disk;
  private final RandomGenerator random;
  private final Syncs syncs;
  private final List<Reach> reaches;
  private long undone;

  private PowerCut(FragileDisk disk, RandomGenerator random, Syncs syncs, Reach... reaches) {
    this.disk = disk;
    this.random = random;
    this.syncs = syncs;
    this.reaches = List.of(reaches);
  }

  /// A cut of any kind.
  static PowerCut of(FragileDisk disk, RandomGenerator random) {
    return new PowerCut(disk, random, Syncs.DONE, Reach.values());
  }

  /// Nothing is left of what was not synced.
  static PowerCut worst(FragileDisk disk) {
    return new PowerCut(disk, new Random(), Syncs.DONE, Reach.NOTHING);
  }

  /// The disk never did what it was asked to by a sync.
  static PowerCut lying(FragileDisk disk, RandomGenerator random) {
    return new PowerCut(disk, random, Syncs.IGNORED, Reach.values());
  }

  private enum Syncs {
    DONE,
    IGNORED
  }

  /// How much of what was not synced reached the disk.
  private enum Reach {
    NOTHING,
    /// All that came before a moment.
    IN_ORDER,
    ANY_PAGES,
    ANY_SECTORS,
    NEARLY_ALL
  }

  /// Sectors that were put back, in all cuts.
  long undone() {
    return undone;
  }

  @Override
  public void happen() throws IOException {
    Map<Long, Deque<Trace.Change>> unsynced = Trace.unsynced(disk.trace(), syncs == Syncs.IGNORED);
    Reach reach = reaches.get(random.nextInt(reaches.size()));
    long moment = moment(unsynced);
    for (Path file : files()) {
      Deque<Trace.Change> changes = unsynced.get((Long) Files.getAttribute(file, "unix:ino"));
      if (changes != null && !changes.isEmpty()) {
        undo(file, changes, chance(reach, moment));
      }
    }
    Files.delete(disk.trace());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(disk.folder())) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  /// Some moment between the first and the last change.
  private long moment(Map<Long, Deque<Trace.Change>> unsynced) {
    long first = Long.MAX_VALUE;
    long last = 0;
    for (Deque<Trace.Change> changes : unsynced.values()) {
      if (!changes.isEmpty()) {
        first = Math.min(first, changes.getFirst().number());
        last = Math.max(last, changes.getLast().number());
      }
    }
    return last < first ? 0 : random.nextLong(first, last + 2);
  }

  /// Decides up to which change a sector is as it was meant to be.
  private interface Chance {
    long reached(long sector, Deque<Trace.Change> changes);
  }

  private Chance chance(Reach reach, long moment) {
    return switch (reach) {
      case NOTHING -> (sector, changes) -> 0;
      case IN_ORDER -> (sector, changes) -> moment;
      case ANY_SECTORS -> remembered(1, 0);
      case ANY_PAGES -> remembered(PAGE / SECTOR, 0);
      case NEARLY_ALL -> remembered(1, 19);
    };
  }

  /// @param every so many sectors share one fate
  /// @param times how often a sector is whole for each time that it is not
  private Chance remembered(int every, int times) {
    var fates = new HashMap<Long, Long>();
    return (sector, changes) ->
        fates.computeIfAbsent(
            sector / every,
            s ->
                random.nextInt(times + 1) > 0
                    ? Long.MAX_VALUE
                    : random.nextLong(changes.getFirst().number(), changes.getLast().number() + 2));
  }

  private void undo(Path file, Deque<Trace.Change> changes, Chance chance) throws IOException {
    long least = changes.stream().mapToLong(Trace.Change::size).min().orElse(0);
    long reached = least;
    try (var channel = FileChannel.open(file, Trace.READ_AND_WRITE)) {
      Iterator<Trace.Change> newestFirst = changes.descendingIterator();
      while (newestFirst.hasNext()) {
        Trace.Change change = newestFirst.next();
        if (change.truncates()) {
          undoTruncation(channel, change);
        } else {
          reached = Math.max(reached, undo(channel, change, changes, chance));
        }
      }
      if (random.nextBoolean()) {
        channel.truncate(reached);
      }
    }
  }

  /// Returns where that part of the change ends which reached the disk.
  private long undo(
      FileChannel channel, Trace.Change change, Deque<Trace.Change> changes, Chance chance)
      throws IOException {
    long end = change.offset() + change.length();
    long reached = 0;
    for (long from = change.offset(); from < end; ) {
      long sector = from / SECTOR;
      long to = Math.min(end, (sector + 1) * SECTOR);
      if (change.number() < chance.reached(sector, changes)) {
        reached = to;
      } else {
        channel.write(ByteBuffer.wrap(old(change, from, to)), from);
        undone++;
      }
      from = to;
    }
    return reached;
  }

  /// What stood there; nothing but zeros beyond the end of the file.
  private static byte[] old(Trace.Change change, long from, long to) {
    var bytes = new byte[(int) (to - from)];
    int start = (int) (from - change.offset());
    int there = Math.clamp(change.old().length - (long) start, 0, bytes.length);
    System.arraycopy(change.old(), Math.min(start, change.old().length), bytes, 0, there);
    return bytes;
  }

  private void undoTruncation(FileChannel channel, Trace.Change change) throws IOException {
    if (random.nextBoolean() && channel.size() <= change.offset()) {
      channel.write(ByteBuffer.wrap(change.old()), change.offset());
    }
  }
}
