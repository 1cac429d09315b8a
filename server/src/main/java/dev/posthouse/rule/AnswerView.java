package dev.posthouse.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.event.Header;
import dev.posthouse.event.Outcome.Answered;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;

/// What a receiver answered, as the filters of error rules see it: `response.status`,
/// `response.headers` (names in small letters, values of one name joined), `response.body` (only if
/// all of it was kept and is JSON) and `response.text` (what was kept of it). For one thread.
public final class AnswerView {
  static final String ROOT = "response";
  static final List<String> FIELDS = List.of("status", "headers", "body", "text");

  private final EventView view;

  private AnswerView(EventView view) {
    this.view = view;
  }

  public static AnswerView of(Answered answer) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("status", (long) answer.status());
    fields.put("headers", headers(answer.headers()));
    fields.put("text", new String(answer.head(), UTF_8));
    readBody(answer, fields);
    return new AnswerView(EventView.ofData(new DataObject(Map.of(ROOT, new DataObject(fields)))));
  }

  private static DataObject headers(List<Header> headers) {
    Map<String, StringBuilder> joined = new LinkedHashMap<>();
    for (Header header : headers) {
      StringBuilder value = joined.get(header.name().toLowerCase(Locale.ROOT));
      if (value == null) {
        joined.put(header.name().toLowerCase(Locale.ROOT), new StringBuilder(header.value()));
      } else {
        value.append(", ").append(header.value());
      }
    }
    Map<String, Object> values = new LinkedHashMap<>();
    joined.forEach((name, value) -> values.put(name, value.toString()));
    return new DataObject(values);
  }

  /// A body that was cut says nothing for certain.
  private static void readBody(Answered answer, Map<String, Object> fields) {
    if (answer.size() != answer.head().length) {
      return;
    }
    try {
      fields.put("body", DataReader.read(answer.head()));
    } catch (JacksonException notJson) {
      // then there is no such field
    }
  }

  EventView view() {
    return view;
  }
}
