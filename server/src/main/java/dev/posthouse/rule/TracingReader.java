package dev.posthouse.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads an event's data like [DataReader], and remembers where each value stands, so that a
/// template can copy its bytes. Filters, which need no places, do not pay for them.
final class TracingReader {
  private final byte[] source;
  private final JsonParser json;

  /// Where the value that was read last begins and ends.
  private int from;

  private int to;

  private TracingReader(byte[] source, JsonParser json) {
    this.source = source;
    this.json = json;
  }

  /// A value and the place where it stands.
  record Read(Object value, Slice place) {}

  /// @throws JacksonException if it is not one JSON value
  static Read read(byte[] bytes) {
    return DataReader.read(
        bytes,
        (json, first) -> {
          var reader = new TracingReader(bytes, json);
          Object value = reader.value(first);
          return new Read(value, new Slice(bytes, reader.from, reader.to));
        });
  }

  private Object value(JsonToken token) {
    int begin = (int) json.currentTokenLocation().getByteOffset();
    Object value =
        switch (token) {
          case START_OBJECT -> object(begin);
          case START_ARRAY -> list(begin);
          default -> DataReader.scalar(json, token);
        };
    from = begin;
    to = end(token, begin);
    return value;
  }

  /// The parser may have read on behind a number to see its end.
  private int end(JsonToken token, int begin) {
    return switch (token) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> begin + json.getStringLength();
      default -> (int) json.currentLocation().getByteOffset();
    };
  }

  private DataObject object(int begin) {
    var trace = new Trace(source, begin);
    Map<String, Object> fields = new LinkedHashMap<>();
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      fields.put(name, value(json.nextToken()));
      trace.add(from, to);
    }
    trace.end((int) json.currentLocation().getByteOffset());
    return new DataObject(fields, trace);
  }

  private DataList list(int begin) {
    var trace = new Trace(source, begin);
    List<Object> items = new ArrayList<>();
    for (JsonToken token = json.nextToken();
        token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      items.add(value(token));
      trace.add(from, to);
    }
    trace.end((int) json.currentLocation().getByteOffset());
    return new DataList(items, trace);
  }
}
