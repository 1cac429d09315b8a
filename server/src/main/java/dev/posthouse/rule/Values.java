package dev.posthouse.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.primitives.UnsignedLong;
import com.google.protobuf.Timestamp;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/// How the values of CEL, and the bytes of the data, stand in what a template makes.
final class Values {
  private Values() {}

  /// As a JSON value.
  static void write(Scribe out, Object value) {
    switch (value) {
      case Slice bytes -> out.raw(bytes);
      case String text -> out.quoted(text);
      case DataObject object when object.place() != null -> out.raw(object.place());
      case DataList list when list.place() != null -> out.raw(list.place());
      case Map<?, ?> map -> object(out, map);
      case Iterable<?> list -> list(out, list);
      case NullValue nothing -> out.ascii("null");
      case Boolean truth -> out.ascii(truth.toString());
      case Number number -> out.ascii(number(number));
      default -> out.quoted(word(value));
    }
  }

  /// As a part of a text, which stands between quotes: texts as they are, `null` as nothing, lists
  /// and objects as JSON.
  static void weave(Scribe out, Object value) {
    switch (value) {
      case Slice bytes -> weave(out, bytes);
      case String text -> out.inside(text);
      case NullValue nothing -> {}
      case Boolean truth -> out.ascii(truth.toString());
      case Number number -> out.ascii(number(number));
      case Map<?, ?> map -> weaveJson(out, map);
      case Iterable<?> list -> weaveJson(out, list);
      default -> out.inside(word(value));
    }
  }

  private static void weave(Scribe out, Slice bytes) {
    switch (bytes.first()) {
      case '"' -> out.raw(bytes.bytes(), bytes.from() + 1, bytes.size() - 2);
      case '{', '[' -> out.inside(new String(bytes.bytes(), bytes.from(), bytes.size(), UTF_8));
      case 'n' -> {}
      default -> out.raw(bytes);
    }
  }

  private static void weaveJson(Scribe out, Object value) {
    var json = new Scribe();
    write(json, value);
    out.inside(json.text());
  }

  private static void object(Scribe out, Map<?, ?> map) {
    char before = '{';
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.raw(before);
      before = ',';
      if (!(entry.getKey() instanceof String name)) {
        throw new Unrenderable(
            new Words(
                "the keys of an object must be texts, not " + entry.getKey(),
                "对象的键必须是文本，而不是 " + entry.getKey()));
      }
      out.quoted(name);
      out.raw(':');
      write(out, entry.getValue());
    }
    out.ascii(map.isEmpty() ? "{}" : "}");
  }

  private static void list(Scribe out, Iterable<?> list) {
    char before = '[';
    for (Object item : list) {
      out.raw(before);
      before = ',';
      write(out, item);
    }
    out.ascii(before == '[' ? "[]" : "]");
  }

  /// In the shortest decimal form that means exactly this number, without an exponent.
  static String number(Number number) {
    return switch (number) {
      case Long whole -> whole.toString();
      case UnsignedLong whole -> whole.toString();
      default -> fraction(number.doubleValue());
    };
  }

  private static String fraction(double number) {
    if (!Double.isFinite(number)) {
      throw new Unrenderable(
          new Words(
              "it is %s, which is no number in JSON".formatted(number),
              "它是 " + number + "，不是 JSON 中的数字"));
    }
    return number == 0 ? "0" : BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  private static String word(Object value) {
    return switch (value) {
      case Instant time -> time.toString();
      case Timestamp time -> Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).toString();
      case Duration length -> seconds(length.getSeconds(), length.getNano());
      case com.google.protobuf.Duration length -> seconds(length.getSeconds(), length.getNanos());
      case CelByteString bytes -> Base64.getEncoder().encodeToString(bytes.toByteArray());
      case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
      default ->
          throw new Unrenderable(
              new Words("it is neither a value of JSON nor a time", "结果既不是 JSON 的值，也不是时间"));
    };
  }

  /// As CEL itself writes durations: `5400s`, `0.5s`.
  private static String seconds(long seconds, int nanos) {
    BigDecimal exact = BigDecimal.valueOf(seconds).add(BigDecimal.valueOf(nanos, 9));
    return (exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString()) + "s";
  }
}
