package dev.posthouse.store;

import java.nio.ByteBuffer;

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

  static KeyFilter of(Iterable<KeyEntry> entries, int count) {
    var filter = new KeyFilter(new long[Math.max(1, count * BITS_EACH / Long.SIZE)], PROBES);
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
