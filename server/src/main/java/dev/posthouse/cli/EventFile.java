package dev.posthouse.cli;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// The events of a file: one JSON event, an array of them, or one after the other (NDJSON). The
/// bytes of each stay as they are.
record EventFile(String name, byte[] bytes, List<Slice> events) {
  private static final int MOST_EVENTS = 1_000;
  private static final int MOST_BYTES = 10_000_000;

  /// Where one event stands.
  ///
  /// @param line the line it begins in, from 1
  /// @param hasId whether it can be sent again without being taken twice
  record Slice(int from, int to, int line, boolean hasId) {
    int length() {
      return to - from;
    }
  }

  /// @throws Failed with the place of what is no event; nothing has been sent then
  static EventFile read(String name, Desk desk) {
    byte[] bytes = Client.utf8(desk.files().text(name));
    String shown = Files.shown(name);
    var events = new ArrayList<Slice>();
    try (JsonParser parser = JsonText.JSON.createParser(bytes)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        boolean arrayEdge = token == JsonToken.START_ARRAY || token == JsonToken.END_ARRAY;
        if (token == JsonToken.START_OBJECT) {
          events.add(slice(parser));
        } else if (!arrayEdge || parser.streamReadContext().getNestingDepth() > 1) {
          throw desk.refused("send.noevent", shown, parser.currentTokenLocation().getLineNr());
        }
      }
    } catch (JacksonException e) {
      throw JsonText.failed(e, shown, desk.words());
    }
    if (events.isEmpty()) {
      throw desk.refused("send.empty", shown);
    }
    return new EventFile(shown, bytes, events);
  }

  private static Slice slice(JsonParser parser) {
    var start = parser.currentTokenLocation();
    boolean hasId = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      boolean isId = "id".equals(parser.currentName());
      hasId |= parser.nextToken() == JsonToken.VALUE_STRING && isId;
      parser.skipChildren();
    }
    int end = (int) parser.currentLocation().getByteOffset();
    return new Slice((int) start.getByteOffset(), end, start.getLineNr(), hasId);
  }

  /// Batches in the order of the file, none above what the server takes at once. An event that is
  /// too large by itself goes alone, and the server says so.
  List<List<Slice>> batches() {
    var batches = new ArrayList<List<Slice>>();
    var batch = new ArrayList<Slice>();
    int size = 2;
    for (Slice event : events) {
      boolean full = batch.size() == MOST_EVENTS || size + event.length() + 1 > MOST_BYTES;
      if (full && !batch.isEmpty()) {
        batches.add(List.copyOf(batch));
        batch.clear();
        size = 2;
      }
      batch.add(event);
      size += event.length() + 1;
    }
    batches.add(List.copyOf(batch));
    return batches;
  }

  byte[] array(List<Slice> batch) {
    var out = new ByteArrayOutputStream();
    for (Slice event : batch) {
      out.write(out.size() == 0 ? '[' : ',');
      out.write(bytes, event.from(), event.length());
    }
    out.write(']');
    return out.toByteArray();
  }
}
