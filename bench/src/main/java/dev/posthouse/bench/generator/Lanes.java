package dev.posthouse.bench.generator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Who publishes what: each event goes one of several ways, by weight. Which way is a function of
/// its number, so that whoever knows the lanes knows where an accepted event belongs.
public final class Lanes {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final int MIX = 29;

  private final List<Lane> lanes;
  private final int[] ends;

  /// @param weight its share, against the sum of all
  /// @param key of the publisher
  public record Lane(int weight, String key, String type) {}

  public Lanes(List<Lane> lanes) {
    this.lanes = List.copyOf(lanes);
    ends = new int[lanes.size()];
    int end = 0;
    for (int i = 0; i < ends.length; i++) {
      end += lanes.get(i).weight();
      ends[i] = end;
    }
  }

  public List<Lane> all() {
    return lanes;
  }

  /// The index of the lane that the event of this number takes.
  public int of(long number) {
    long mixed = (number + 1) * GOLDEN;
    mixed = (mixed ^ (mixed >>> MIX)) * GOLDEN;
    int point = (int) Long.remainderUnsigned(mixed >>> MIX, ends[ends.length - 1]);
    int low = 0;
    int high = ends.length - 1;
    while (low < high) {
      int middle = (low + high) / 2;
      if (point < ends[middle]) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  public void write(Path file) {
    var text = new StringBuilder();
    for (Lane lane : lanes) {
      text.append("%d %s %s%n".formatted(lane.weight(), lane.key(), lane.type()));
    }
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Lanes read(Path file) throws IOException {
    var lanes = new ArrayList<Lane>();
    for (String line : Files.readAllLines(file)) {
      String[] words = line.split(" ", 3);
      lanes.add(new Lane(Integer.parseInt(words[0]), words[1], words[2]));
    }
    return new Lanes(lanes);
  }
}
