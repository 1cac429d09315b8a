package dev.posthouse.store;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// How often each length of time was seen, in microseconds: exact up to 15, then in 16 buckets
/// between each power of two and the next, so that a value read from it is wrong by 1/32 at most.
/// Histograms are added to each other without loss.
public final class Histogram {
  private static final int FINE = 4;
  private static final int IN_OCTAVE = 1 << FINE;
  private static final int MORE = 8;

  private int first;
  private long[] counts = {};
  private long total;

  void add(long micros) {
    add(bucket(micros), 1);
  }

  private void add(int bucket, long count) {
    cover(bucket);
    counts[bucket - first] += count;
    total += count;
  }

  /// What both have seen.
  public void add(Histogram other) {
    for (int i = 0; i < other.counts.length; i++) {
      if (other.counts[i] > 0) {
        add(other.first + i, other.counts[i]);
      }
    }
  }

  /// Adds what [#bytes] has written.
  public void add(byte[] bytes) {
    int bucket = 0;
    for (int[] at = {0}; at[0] < bytes.length; ) {
      bucket += (int) number(bytes, at);
      add(bucket, number(bytes, at));
    }
  }

  void clear() {
    Arrays.fill(counts, 0);
    total = 0;
  }

  public long total() {
    return total;
  }

  /// The value that a share of all, from 0 to 1, does not exceed; 0 if nothing was seen.
  public long quantile(double share) {
    long rank = Math.max(1, (long) Math.ceil(share * total));
    for (int i = 0; i < counts.length; i++) {
      rank -= counts[i];
      if (rank <= 0 && total > 0) {
        return middle(first + i);
      }
    }
    return 0;
  }

  /// For each bucket that is not empty, how far it is from the one before, and its count.
  byte[] bytes() {
    var out = new ByteArrayOutputStream();
    int before = 0;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        write(out, first + i - before);
        write(out, counts[i]);
        before = first + i;
      }
    }
    return out.toByteArray();
  }

  static int bucket(long micros) {
    if (micros < IN_OCTAVE) {
      return (int) Math.max(0, micros);
    }
    int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros);
    int within = (int) (micros >>> (power - FINE)) & (IN_OCTAVE - 1);
    return (power - FINE + 1) * IN_OCTAVE + within;
  }

  static long middle(int bucket) {
    if (bucket < IN_OCTAVE) {
      return bucket;
    }
    int shift = bucket / IN_OCTAVE - 1;
    long least = (long) (IN_OCTAVE + bucket % IN_OCTAVE) << shift;
    return least + (1L << shift) / 2;
  }

  private void cover(int bucket) {
    if (counts.length == 0) {
      first = Math.max(0, bucket - MORE / 2);
      counts = new long[MORE];
    } else if (bucket < first) {
      int start = Math.max(0, bucket - MORE);
      long[] wider = new long[counts.length + first - start];
      System.arraycopy(counts, 0, wider, first - start, counts.length);
      counts = wider;
      first = start;
    } else if (bucket >= first + counts.length) {
      counts = Arrays.copyOf(counts, bucket - first + MORE);
    }
  }

  /// Seven bits a byte, the lowest first.
  private static void write(ByteArrayOutputStream out, long number) {
    long rest = number;
    for (; rest > 0x7f; rest >>>= 7) {
      out.write((int) (rest & 0x7f) | 0x80);
    }
    out.write((int) rest);
  }

  private static long number(byte[] bytes, int[] at) {
    long number = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes[at[0]++];
      number |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return number;
      }
    }
  }
}
