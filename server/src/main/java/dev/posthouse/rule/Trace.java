package dev.posthouse.rule;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where an object or a list, and each of its values, stands in the bytes it was read from. For one
/// thread.
final class Trace {
  /// Up to so many fields a name is looked for one by one.
  private static final int SEARCHED = 16;

  private final byte[] source;
  private final int from;
  private int to;

  /// Beginning and end of each value, in their order.
  private int[] places = new int[16];

  private int count;
  private @Nullable Map<String, Integer> indexes;

  Trace(byte[] source, int from) {
    this.source = source;
    this.from = from;
  }

  void add(int begin, int end) {
    if (places.length == 2 * count) {
      places = Arrays.copyOf(places, 4 * count);
    }
    places[2 * count] = begin;
    places[2 * count + 1] = end;
    count++;
  }

  void end(int end) {
    to = end;
  }

  Slice whole() {
    return new Slice(source, from, to);
  }

  Slice at(int index) {
    return new Slice(source, places[2 * index], places[2 * index + 1]);
  }

  /// Null where a name stands twice, for then the order of the names says nothing.
  @Nullable Slice of(String name, Map<String, ?> fields) {
    int index = fields.size() != count ? -1 : index(name, fields);
    return index < 0 ? null : at(index);
  }

  private int index(String name, Map<String, ?> fields) {
    if (count <= SEARCHED) {
      int index = 0;
      for (String key : fields.keySet()) {
        if (key.equals(name)) {
          return index;
        }
        index++;
      }
      return -1;
    }
    if (indexes == null) {
      indexes = HashMap.newHashMap(count);
      for (String key : fields.keySet()) {
        indexes.put(key, indexes.size());
      }
    }
    return indexes.getOrDefault(name, -1);
  }
}
