package dev.posthouse.store;

import java.nio.ByteBuffer;
import java.util.List;

/// A Bloom filter over fingerprints: tells surely what is not among them, and of other ones what
/// may be. Of two thousand fingerprints that are not, it lets about one pass: with a long history
/// there are many filters, and what passes costs a page of the disk.
final class KeyFilter {
  private static final int BITS_EACH = 16;
  private static final int PROBES = 8;

  /// Of filters whose last byte does not tell.
  private static final int FORMER_PROBES = 6;

  private final long[] words;
  private final int probes;

  private KeyFilter(long[] words, int probes) {
    this.words = words;
    this.probes = probes;
  }

  /// For so many, none of which it has yet.
  static KeyFilter of(int count) {
    return new KeyFilter(new long[Math.max(1, count * BITS_EACH / Long.SIZE)], PROBES);
  }

  static KeyFilter of(List<KeyEntry> entries) {
    KeyFilter filter = of(entries.size());
    entries.forEach(filter::add);
    return filter;
  }

  void add(KeyEntry entry) {
    for (int probe = 0; probe < PROBES; probe++) {
      long bit = bit(entry.fingerprint(), probe);
      words[(int) (bit / Long.SIZE)] |= 1L << bit;
    }
  }

  static KeyFilter read(byte[] written) {
    var words = new long[written.length / Long.BYTES];
    ByteBuffer.wrap(written).asLongBuffer().get(words);
    boolean tells = written.length % Long.BYTES == 1;
    return new KeyFilter(words, tells ? written[written.length - 1] : FORMER_PROBES);
  }

  byte[] write() {
    var bytes = ByteBuffer.allocate(words.length * Long.BYTES + 1);
    bytes.asLongBuffer().put(words);
    return bytes.put(words.length * Long.BYTES, (byte) probes).array();
  }

  boolean mayHold(long fingerprint) {
    for (int probe = 0; probe < probes; probe++) {
      long bit = bit(fingerprint, probe);
      if ((words[(int) (bit / Long.SIZE)] & 1L << bit) == 0) {
        return false;
      }
    }
    return true;
  }

  /// Steps of a width that the fingerprint gives, around a circle that is mapped to the bits.
  private long bit(long fingerprint, int probe) {
    long step = Long.rotateLeft(fingerprint, Integer.SIZE) | 1;
    return Math.unsignedMultiplyHigh(fingerprint + probe * step, (long) words.length * Long.SIZE);
  }
}
