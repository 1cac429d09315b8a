package dev.posthouse.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.event.DeliveryId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a template knows beside the event: for which delivery it is rendered, and its tables.
record Occasion(DeliveryId delivery, Map<String, Map<String, Object>> tables) {
  private static final ScopedValue<Occasion> CURRENT = ScopedValue.newInstance();
  private static final int VERSION = 5;

  /// Only within [#during]; expressions that need one are refused elsewhere.
  static Occasion current() {
    return CURRENT.get();
  }

  <T> T during(ScopedValue.CallableOp<T, RuntimeException> rendering) {
    return ScopedValue.where(CURRENT, this).call(rendering);
  }

  /// Null if there is no such entry.
  @Nullable Object entry(String table, String key) {
    return tables.getOrDefault(table, Map.of()).get(key);
  }

  /// RFC 9562, section 5.5.
  String uuid(String name) {
    ByteBuffer hash = ByteBuffer.wrap(sha1().digest(name.getBytes(UTF_8)));
    long high = (hash.getLong() & ~0xf000L) | VERSION << 12;
    long low = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  /// Has read the namespace.
  private MessageDigest sha1() {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(
          ByteBuffer.allocate(2 * Long.BYTES)
              .putLong(delivery.event().value())
              .putLong(delivery.value())
              .flip());
      return sha1;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
