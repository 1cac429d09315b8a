package dev.posthouse.rule;

import dev.cel.common.values.CelByteString;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one evaluation, or one rendering of a template, has built and read so far. CEL itself
/// counts iterations; this bounds what can be done in each of them. Sizes are characters of text
/// and 8 for each entry of a list or an object.
final class Meter {
  /// What one evaluation, or the rendering of one template, may build and read.
  record Bounds(long built, long read, Words tooMuchBuilt, Words tooMuchRead) {
    /// A filter builds texts and lists only to compare them, so more is a mistake or an attack. It
    /// may search the largest event once, which takes about 0.1 s.
    static final Bounds FILTER =
        new Bounds(
            1 << 20,
            16 << 20,
            new Words("it builds more than 1 MB of texts and lists", "它构造的文本和列表超过 1 MB"),
            new Words("it reads more than 16 MB of texts and lists", "它读取的文本和列表超过 16 MB"));

    /// For all expressions of a template together. What they build is to be sent, so as much as may
    /// be sent.
    static final Bounds TEMPLATE =
        new Bounds(
            Scribe.LIMIT,
            48 << 20,
            new Words("it builds more than 10 MB of texts and lists", "它构造的文本和列表超过 10 MB"),
            new Words("it reads more than 48 MB of texts and lists", "它读取的文本和列表超过 48 MB"));
  }

  private static final ScopedValue<Meter> CURRENT = ScopedValue.newInstance();
  private static final int ENTRY = 8;

  private final Bounds bounds;
  private long built;
  private long read;
  private @Nullable Words exceeded;

  Meter(Bounds bounds) {
    this.bounds = bounds;
  }

  /// The meter at hand on this thread.
  static Optional<Meter> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

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
    meter.built(size(value, meter.bounds.built() - meter.built));
  }

  /// Says before it is built how large it will be.
  static void build(long size) {
    CURRENT.get().built(size);
  }

  private void built(long size) {
    built += size;
    if (built > bounds.built()) {
      throw exceed(bounds.tooMuchBuilt());
    }
  }

  static void read(Object value) {
    Meter meter = CURRENT.get();
    meter.read += size(value, meter.bounds.read() - meter.read);
    if (meter.read > meter.bounds.read()) {
      throw meter.exceed(meter.bounds.tooMuchRead());
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
