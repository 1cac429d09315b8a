package dev.posthouse.store;

import java.nio.ByteBuffer;

/// A Bloom filter over fingerprints: tells surely what is not among them, and of other ones what
/// may be. Of one hundred fingerprints that are not, it lets less than one pass.
final class KeyFilter {
  private static final int BITS_EACH = 12;
  private static final int PROBES = 6;

  private final long[] words;

  private KeyFilter(long[] words) {
    this.words = words;
  }

  static KeyFilter of(Iterable<KeyEntry> entries, int count) {
    var filter = new KeyFilter(new long[Math.max(1, count * BITS_EACH / Long.SIZE)]);
    for (KeyEntry entry : entries) {
      for (int probe = 0; probe < PROBES; probe++) {
        long bit = filter.bit(entry.fingerprint(), probe);
        filter.words[(int) (bit / Long.SIZE)] |= 1L << bit;
      }
    }
    return filter;
  }

  static KeyFilter read(byte[] written) {
    var words = new long[written.length / Long.BYTES];
    ByteBuffer.wrap(written).asLongBuffer().get(words);
    return new KeyFilter(words);
  }

  byte[] write() {
    var bytes = ByteBuffer.allocate(words.length * Long.BYTES);
    bytes.asLongBuffer().put(words);
    return bytes.array();
  }

  boolean mayHold(long fingerprint) {
    for (int probe = 0; probe < PROBES; probe++) {
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
