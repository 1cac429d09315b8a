package dev.posthouse.rule;

import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A field that an expression names, such as `order.customer.name`, `data.order` or
/// `event.extensions.region`.
///
/// @param through whether it may lead through lists
record Path(String root, List<String> segments, boolean through) {
  /// Characters of a text that are shown as the value seen.
  private static final int SHOWN = 60;

  /// Up to here a number is shown with all its digits, as amounts are read; none is exact beyond.
  private static final double LONG = 1e15;

  Path {
    segments = List.copyOf(segments);
  }

  Path(String root, List<String> segments) {
    this(root, segments, false);
  }

  /// One that may lead through lists, such as `items.sku`.
  static Path through(String text) {
    List<String> names = List.of(text.split("\\.", -1));
    return new Path(names.getFirst(), names.subList(1, names.size()), true);
  }

  /// A name without the dot that may stand before it to say that no macro's variable is meant.
  static String bare(String name) {
    return name.startsWith(".") ? name.substring(1) : name;
  }

  /// The names from the data on; null if it is no part of the data.
  @Nullable List<String> inData() {
    return switch (root) {
      case Language.EVENT -> null;
      case Language.DATA -> segments;
      default -> Stream.concat(Stream.of(root), segments.stream()).toList();
    };
  }

  Path child(String segment) {
    return new Path(root, Stream.concat(segments.stream(), Stream.of(segment)).toList(), through);
  }

  /// Why an evaluation that needs this field cannot succeed; null if the field is there.
  @Nullable Words absence(EventView event) {
    Object value;
    try {
      value = event.variable(root);
    } catch (EventView.Absent e) {
      return e.reason();
    }
    for (int i = 0; i < segments.size(); i++) {
      Object next = child(value, segments.get(i));
      if (next == null) {
        boolean object = value instanceof Map<?, ?> || value instanceof EnvelopeFields;
        return object ? missing(text(i + 1)) : noObject(text(i), shown(value));
      }
      value = next;
    }
    return null;
  }

  /// For people: "`order.total` is 99.5", "`order.total` is missing".
  Words described(EventView event) {
    int reach = through ? reach(event) : segments.size();
    if (reach < segments.size()) {
      return new Path(root, segments.subList(0, reach)).described(event);
    }
    Words absence = absence(event);
    if (absence != null) {
      return absence;
    }
    Object value = event.variable(root);
    for (String segment : segments) {
      value = value == null ? null : child(value, segment);
    }
    return value == null ? missing(toString()) : is(toString(), shown(value));
  }

  /// How many segments lead to the first list.
  private int reach(EventView event) {
    Object value;
    try {
      value = event.variable(root);
    } catch (EventView.Absent e) {
      return segments.size();
    }
    int reach = 0;
    while (reach < segments.size() && value instanceof Map<?, ?>) {
      Object next = child(value, segments.get(reach++));
      if (next == null) {
        return segments.size();
      }
      value = next;
    }
    return value instanceof List<?> ? reach : segments.size();
  }

  static Words missing(String name) {
    return new Words("`" + name + "` is missing", "缺少 `" + name + "`");
  }

  private static Words is(String name, Words value) {
    return new Words("`" + name + "` is " + value.english(), "`" + name + "` " + value.copula());
  }

  private static Words noObject(String name, Words value) {
    Words is = is(name, value);
    return new Words(is.english() + ", not an object", is.chinese() + "，不是对象");
  }

  private static @Nullable Object child(Object value, String segment) {
    return switch (value) {
      case EnvelopeFields envelope when EnvelopeFields.has(segment) -> envelope.select(segment);
      case EnvelopeFields envelope -> null;
      case Map<?, ?> map -> map.get(segment);
      default -> null;
    };
  }

  static Words shown(Object value) {
    return switch (value) {
      case String text -> Words.same("\"" + Texts.shortened(text, SHOWN) + "\"");
      case NullValue nothing -> Words.same("null");
      case Double number when Math.abs(number) < LONG -> Words.same(Values.number(number));
      case EnvelopeFields envelope -> new Words("the event", "事件本身");
      case List<?> list -> new Words("a list of " + list.size(), "含 " + list.size() + " 项的列表");
      case Map<?, ?> object -> new Words("an object", "一个对象");
      case CelByteString bytes -> new Words(bytes.size() + " bytes", bytes.size() + " 个字节");
      default -> Words.same(Texts.shortened(String.valueOf(value), SHOWN));
    };
  }

  private String text(int count) {
    StringBuilder text = new StringBuilder(root);
    segments.subList(0, count).forEach(segment -> text.append('.').append(segment));
    return text.toString();
  }

  @Override
  public String toString() {
    return text(segments.size());
  }
}
