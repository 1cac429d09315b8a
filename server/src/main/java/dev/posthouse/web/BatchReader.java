package dev.posthouse.web;

import dev.posthouse.access.Caller;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.NewEvent;
import dev.posthouse.json.Malformed;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonToken;

/// Reads a batch: a JSON array, or one JSON object a line (NDJSON). What is wrong with one event
/// does not keep the others out; but a list that is not JSON is refused whole.
final class BatchReader {
  /// What fits one command to the ledger with room for its deliveries.
  static final int MOST_EVENTS = 1_000;

  private final EventForm form;

  BatchReader(EventForm form) {
    this.form = form;
  }

  /// One event of a batch, or why it is none.
  sealed interface Item {
    record Read(NewEvent event) implements Item {}

    record Wrong(Invalid why) implements Item {}

    /// One that the caller may not publish.
    record Forbidden(Problem why) implements Item {}

    /// A line that is not JSON; the place counts from the beginning of the batch.
    record Broken(Malformed why) implements Item {}
  }

  /// There are more than [#MOST_EVENTS].
  static final class TooMany extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  List<Item> array(Caller by, byte[] body) {
    Utf8.check(body);
    var items = new ArrayList<Item>();
    try (var json = new JsonSlices(body, 0, body.length)) {
      if (json.token() != JsonToken.START_ARRAY) {
        json.skip();
        json.end();
        throw new Invalid("", "must be a list of events: [{\"type\":…,\"data\":…},…]");
      }
      while (json.next() != JsonToken.END_ARRAY) {
        add(items, item(by, json));
      }
      json.end();
    }
    return items;
  }

  List<Item> lines(Caller by, byte[] body) {
    Utf8.check(body);
    var items = new ArrayList<Item>();
    int number = 0;
    for (int from = 0; from < body.length; ) {
      int end = from;
      while (end < body.length && body[end] != '\n') {
        end++;
      }
      number++;
      if (!blank(body, from, end)) {
        add(items, line(by, body, from, end, number));
      }
      from = end + 1;
    }
    return items;
  }

  private Item line(Caller by, byte[] body, int from, int end, int number) {
    try (var json = new JsonSlices(body, from, end - from)) {
      Item item = item(by, json);
      json.end();
      return item;
    } catch (Malformed e) {
      return new Item.Broken(new Malformed(e.problem(), number, e.column()));
    }
  }

  private Item item(Caller by, JsonSlices json) {
    try {
      return new Item.Read(form.read(by, json));
    } catch (Invalid e) {
      return new Item.Wrong(e);
    }
  }

  private static void add(List<Item> items, Item item) {
    if (items.size() == MOST_EVENTS) {
      throw new TooMany();
    }
    items.add(item);
  }

  private static boolean blank(byte[] body, int from, int end) {
    for (int i = from; i < end; i++) {
      if (body[i] != ' ' && body[i] != '\t' && body[i] != '\r') {
        return false;
      }
    }
    return true;
  }
}
