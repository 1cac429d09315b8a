package dev.posthouse.rule;

import dev.cel.common.values.CelByteString;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one evaluation has built and read so far. CEL itself counts iterations; this bounds what
/// can be done in each of them. Sizes are characters of text and 8 for each entry of a list or an
/// object.
final class Meter {
  /// A filter builds texts and lists only to compare them, so more is a mistake or an attack.
  static final long BUILT_LIMIT = 1 << 20;

  /// Enough to search the largest event once, about 0.1 s of work.
  static final long READ_LIMIT = 16 << 20;

  private static final Words TOO_MUCH_BUILT =
      new Words("it builds more than 1 MB of texts and lists", "它构造的文本和列表超过 1 MB");

  private static final Words TOO_MUCH_READ =
      new Words("it reads more than 16 MB of texts and lists", "它读取的文本和列表超过 16 MB");

  private static final ScopedValue<Meter> CURRENT = ScopedValue.newInstance();
  private static final int ENTRY = 8;

  private long built;
  private long read;
  private @Nullable Words exceeded;

  /// Runs something with the meter at hand for the functions that CEL calls on this thread.
  <T, X extends Throwable> T during(ScopedValue.CallableOp<? extends T, X> evaluation) throws X {
    return ScopedValue.where(CURRENT, this).call(evaluation);
  }

  /// Which limit was exceeded; the result is then void, whatever it is.
  @Nullable Words exceeded() {
    return exceeded;
  }

  static void build(Object value) {
    Meter meter = CURRENT.get();
    meter.built += size(value, BUILT_LIMIT - meter.built);
    if (meter.built > BUILT_LIMIT) {
      throw meter.exceed(TOO_MUCH_BUILT);
    }
  }

  static void read(Object value) {
    Meter meter = CURRENT.get();
    meter.read += size(value, READ_LIMIT - meter.read);
    if (meter.read > READ_LIMIT) {
      throw meter.exceed(TOO_MUCH_READ);
    }
  }

  private RuntimeException exceed(Words limit) {
    exceeded = limit;
    return new Told(limit).throughCel();
  }

  /// Stops counting soon after `enough`, so that counting is bounded too.
  private static long size(Object value, long enough) {
    return switch (value) {
      case String text -> text.length();
      case CelByteString bytes -> bytes.size();
      case List<?> list -> sizeOfAll(list, enough);
      case Map<?, ?> map -> sizeOfAll(map.values(), enough);
      default -> 0;
    };
  }

  private static long sizeOfAll(Iterable<?> values, long enough) {
    long size = ENTRY;
    for (Object value : values) {
      size += ENTRY + (value instanceof String ? 0 : size(value, enough - size));
      if (size > enough) {
        break;
      }
    }
    return size;
  }
}
