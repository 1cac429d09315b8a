package dev.posthouse.store;

import dev.posthouse.event.Origin;
import dev.posthouse.event.Sha256;
import dev.posthouse.event.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The fingerprint of a key and the event that claimed it. Two keys may have one fingerprint, and
/// the event may be gone: only its row tells.
record KeyEntry(long fingerprint, long event) {
  static final Comparator<KeyEntry> BY_FINGERPRINT =
      Comparator.<KeyEntry>comparingLong(e -> e.fingerprint).thenComparingLong(e -> e.event);

  private static final int BYTES = 2 * Long.BYTES;

  /// The first 64 bits of SHA-256 over tenant, source and id: evenly spread, whatever publishers
  /// choose as ids.
  static long fingerprint(TenantId tenant, Origin origin) {
    byte[] source = origin.source().getBytes(StandardCharsets.UTF_8);
    byte[] id = origin.id().getBytes(StandardCharsets.UTF_8);
    byte[] text =
        ByteBuffer.allocate(Long.BYTES + Integer.BYTES + source.length + id.length)
            .putLong(tenant.value())
            .putInt(source.length)
            .put(source)
            .put(id)
            .array();
    return ByteBuffer.wrap(Sha256.of(text)).getLong();
  }

  static byte[] write(List<KeyEntry> entries) {
    var bytes = ByteBuffer.allocate(entries.size() * BYTES);
    entries.forEach(entry -> bytes.putLong(entry.fingerprint).putLong(entry.event));
    return bytes.array();
  }

  static List<KeyEntry> read(byte[] written) {
    var bytes = ByteBuffer.wrap(written);
    var entries = new ArrayList<KeyEntry>(written.length / BYTES);
    while (bytes.hasRemaining()) {
      entries.add(new KeyEntry(bytes.getLong(), bytes.getLong()));
    }
    return entries;
  }
}
