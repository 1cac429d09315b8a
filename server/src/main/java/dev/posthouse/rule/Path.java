package dev.posthouse.rule;

import dev.cel.common.values.NullValue;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A field that an expression names, such as `order.customer.name`, `data.order` or
/// `event.extensions.region`.
record Path(String root, List<String> segments) {
  /// Characters of a text that are shown as the value seen.
  private static final int SHOWN = 60;

  Path {
    segments = List.copyOf(segments);
  }

  /// A name without the dot that may stand before it to say that no macro's variable is meant.
  static String bare(String name) {
    return name.startsWith(".") ? name.substring(1) : name;
  }

  Path child(String segment) {
    return new Path(root, Stream.concat(segments.stream(), Stream.of(segment)).toList());
  }

  /// Why an evaluation that needs this field cannot succeed; null if the field is there.
  @Nullable String absence(EventView event) {
    Object value;
    try {
      value = event.variable(root);
    } catch (EventView.Absent e) {
      return e.reason();
    }
    for (int i = 0; i < segments.size(); i++) {
      Object next = child(value, segments.get(i));
      if (next == null) {
        return value instanceof Map<?, ?>
            ? "`" + text(i + 1) + "` is missing"
            : "`" + text(i) + "` is " + shown(value) + ", not an object";
      }
      value = next;
    }
    return null;
  }

  /// For people: "`order.total` is 99.5", "`order.total` is missing".
  String described(EventView event) {
    String absence = absence(event);
    if (absence != null) {
      return absence;
    }
    Object value = event.variable(root);
    for (String segment : segments) {
      value = value == null ? null : child(value, segment);
    }
    return "`" + this + "` is " + (value == null ? "missing" : shown(value));
  }

  private static @Nullable Object child(Object value, String segment) {
    return switch (value) {
      case EnvelopeFields envelope -> envelope.select(segment);
      case Map<?, ?> map -> map.get(segment);
      default -> null;
    };
  }

  static String shown(Object value) {
    return switch (value) {
      case String text when text.length() > SHOWN -> "\"" + text.substring(0, SHOWN) + "…\"";
      case String text -> "\"" + text + "\"";
      case NullValue nothing -> "null";
      case EnvelopeFields envelope -> "the event";
      default -> String.valueOf(value);
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
