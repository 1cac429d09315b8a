package dev.posthouse.event;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/// What an event is found by for the value of a field of its data: the first 64 bits of a hash over
/// tenant, field and value, so that no text of the data stands in the index and none is too long
/// for it. Two values that meet share a key once in ten thousand million million.
public final class SearchKey {
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");

  /// Longer ones count as texts: to write one in another way can take for ever.
  private static final int LONGEST_NUMBER = 40;

  private SearchKey() {}

  /// @param value a text, or how JSON writes a number or a truth value: `1.50`, `1.5` and `15e-1`
  ///   are one, whether number or text
  public static long of(TenantId tenant, String field, String value) {
    byte[] hash =
        new Sha256().add(Long.toHexString(tenant.value())).add(field).add(canonical(value)).hash();
    return ByteBuffer.wrap(hash).getLong();
  }

  private static String canonical(String value) {
    if (value.length() > LONGEST_NUMBER || !NUMBER.matcher(value).matches()) {
      return value;
    }
    try {
      return new BigDecimal(value).stripTrailingZeros().toString();
    } catch (ArithmeticException | NumberFormatException beyond) {
      return value;
    }
  }
}
