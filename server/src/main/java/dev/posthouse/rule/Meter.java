package dev.posthouse.rule;

import com.google.common.collect.Iterables;
import dev.cel.common.values.CelByteString;
import java.util.HashMap;
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

  /// So many steps of a search take about as long as reading a character.
  private static final int STEPS = 100;

  /// Characters that are read in the time that compiling one takes.
  private static final int COMPILING = 16;

  private final Bounds bounds;
  private final Map<String, Integer> patterns = new HashMap<>();
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

  /// For each function before it does anything: an evaluation goes on after an error where `||` or
  /// `exists` needs no more than one truth, but nothing is done for it once a limit is exceeded.
  static void check() {
    Words exceeded = CURRENT.get().exceeded;
    if (exceeded != null) {
      throw new Told(exceeded).throughCel();
    }
  }

  static void build(Object value) {
    Meter meter = CURRENT.get();
    meter.built(sizeBuilt(value, meter.bounds.built() - meter.built));
  }

  /// Says before it is built how large it will be.
  static void build(long size) {
    CURRENT.get().built(size);
  }

  /// Writes no more than may still be built; what is written is to be charged.
  static Scribe scribe() {
    Meter meter = CURRENT.get();
    Words limit = meter.bounds.tooMuchBuilt();
    return new Scribe(
        Math.min(Scribe.LIMIT, meter.bounds.built() - meter.built), () -> meter.exceed(limit));
  }

  private void built(long size) {
    built += size;
    if (built > bounds.built()) {
      throw exceed(bounds.tooMuchBuilt());
    }
  }

  static void read(Object value) {
    Meter meter = CURRENT.get();
    meter.read(sizeRead(value, meter.bounds.read() - meter.read));
  }

  /// For a search that may try so many steps at each character of a text.
  static void search(int characters, int steps) {
    CURRENT.get().read(characters * (1 + steps / (long) STEPS));
  }

  /// The steps of a regular expression, which is charged once as if it were compiled now: that it
  /// was compiled before is luck.
  static int steps(String pattern) {
    Meter meter = CURRENT.get();
    Integer known = meter.patterns.get(pattern);
    if (known == null) {
      meter.compile(Math.min(pattern.length(), Patterns.LENGTH_LIMIT));
      known = Patterns.steps(pattern);
      meter.patterns.put(pattern, known);
    }
    return known;
  }

  /// For a regular expression of so many characters, or steps.
  void compile(int size) {
    read((long) COMPILING * size);
  }

  private void read(long size) {
    read += size;
    if (read > bounds.read()) {
      throw exceed(bounds.tooMuchRead());
    }
  }

  private RuntimeException exceed(Words limit) {
    exceeded = limit;
    return new Told(limit).throughCel();
  }

  /// The texts in a list are not copied into it.
  private static long sizeBuilt(Object value, long enough) {
    return size(value, enough, false);
  }

  private static long sizeRead(Object value, long enough) {
    return size(value, enough, true);
  }

  /// Stops counting soon after `enough`, so that counting is bounded too.
  ///
  /// @param all also the texts inside
  private static long size(Object value, long enough, boolean all) {
    return switch (value) {
      case String text -> text.length();
      case CelByteString bytes -> bytes.size();
      case List<?> list -> sizeOfAll(list, enough, all);
      case Map<?, ?> map when all ->
          sizeOfAll(Iterables.concat(map.keySet(), map.values()), enough, true);
      case Map<?, ?> map -> sizeOfAll(map.values(), enough, false);
      default -> 0;
    };
  }

  private static long sizeOfAll(Iterable<?> values, long enough, boolean all) {
    long size = ENTRY;
    for (Object value : values) {
      boolean reference = !all && (value instanceof String || value instanceof CelByteString);
      size += ENTRY + (reference ? 0 : size(value, enough - size, all));
      if (size > enough) {
        break;
      }
    }
    return size;
  }
}
