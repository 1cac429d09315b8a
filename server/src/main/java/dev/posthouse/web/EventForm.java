package dev.posthouse.web;

import dev.posthouse.access.Caller;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.NewEvent;

/// A way to write one event as a JSON object. Reading begins at the first token of the value and
/// ends after its last, also where it throws `Invalid`; so the next event of a list can be read.
interface EventForm {
  /// @throws dev.posthouse.event.Invalid with every flaw
  /// @throws dev.posthouse.json.Malformed if it is not JSON
  NewEvent read(Caller by, JsonSlices json);

  /// Reads a body that is one event and nothing else.
  default NewEvent read(Caller by, byte[] body) {
    Utf8.check(body);
    try (var json = new JsonSlices(body, 0, body.length)) {
      NewEvent event;
      try {
        event = read(by, json);
      } catch (Invalid e) {
        json.end();
        throw e;
      }
      json.end();
      return event;
    }
  }
}
