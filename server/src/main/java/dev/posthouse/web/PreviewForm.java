package dev.posthouse.web;

import dev.posthouse.access.Caller;
import dev.posthouse.event.Flaw;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.NewEvent;
import dev.posthouse.explain.Preview;
import dev.posthouse.explain.Samples;
import dev.posthouse.json.Json;
import dev.posthouse.json.Pointers;
import dev.posthouse.json.Spelling;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/// Reads what a preview is asked: a draft, and what to try it on. The bytes of an event's data are
/// kept as they came, as they are when it is published.
final class PreviewForm {
  private static final List<String> FIELDS = List.of("subscription", "event", "sample", "last");

  private final Caller by;
  private final Samples samples;
  private final List<Flaw> flaws = new ArrayList<>();
  private final List<Preview.Subject> subjects = new ArrayList<>();
  private @Nullable JsonNode draft;
  private int asked;

  private PreviewForm(Caller by, Samples samples) {
    this.by = by;
    this.samples = samples;
  }

  record Asked(JsonNode draft, Preview.Subject subject) {}

  /// @throws Invalid with every flaw
  /// @throws dev.posthouse.json.Malformed if it is not JSON
  static Asked read(Caller by, byte[] body, Samples samples) {
    Utf8.check(body);
    try (var json = new JsonSlices(body, 0, body.length)) {
      if (json.token() != JsonToken.START_OBJECT) {
        json.skip();
        json.end();
        throw new Invalid(
            "", "must be an object such as {\"subscription\":{\"types\":[\"*\"]},\"last\":20}");
      }
      var form = new PreviewForm(by, samples);
      for (String name = json.nextName(); !name.isEmpty(); name = json.nextName()) {
        form.field(name, json);
      }
      json.end();
      return form.done();
    }
  }

  private void field(String name, JsonSlices json) {
    switch (name) {
      case "subscription" -> draft = Json.parse(json.slice());
      case "event" -> event(json.slice());
      case "sample" -> sample(json);
      case "last" -> last(json);
      default -> {
        json.skip();
        String hint = Spelling.hint(name, FIELDS);
        String known = hint.isEmpty() ? "; known are " + String.join(", ", FIELDS) : hint;
        flaws.add(new Flaw(Pointers.child("", name), "unknown field" + known));
      }
    }
  }

  private void event(byte[] bytes) {
    asked++;
    var clock = samples.clock();
    EventForm form = isCloudEvent(bytes) ? new CloudEventReader(clock) : new EventReader(clock);
    try {
      NewEvent event = form.read(by, bytes);
      subjects.add(new Preview.Given(event));
    } catch (Invalid e) {
      e.flaws().forEach(f -> flaws.add(new Flaw("/event" + f.pointer(), f.message())));
    }
  }

  /// Looks at the names alone, for an event may be large.
  private static boolean isCloudEvent(byte[] bytes) {
    try (var json = new JsonSlices(bytes, 0, bytes.length)) {
      if (json.token() != JsonToken.START_OBJECT) {
        return false;
      }
      for (String name = json.nextName(); !name.isEmpty(); name = json.nextName()) {
        if (name.equals("specversion")) {
          return true;
        }
        json.skip();
      }
      return false;
    }
  }

  private void sample(JsonSlices json) {
    asked++;
    if (json.token() != JsonToken.VALUE_STRING) {
      flaws.add(new Flaw("/sample", "must be a text, not " + json.kind()));
      json.skip();
      return;
    }
    try {
      subjects.add(new Preview.Given(samples.of(by.tenant(), json.scalar())));
    } catch (IllegalArgumentException e) {
      flaws.add(new Flaw("/sample", String.valueOf(e.getMessage())));
    }
  }

  private void last(JsonSlices json) {
    asked++;
    String text = json.token() == JsonToken.VALUE_NUMBER_INT ? json.scalar() : "";
    json.skip();
    int count = text.length() > 0 && text.length() < 9 ? Integer.parseInt(text) : 0;
    if (count < 1 || count > Preview.MOST) {
      flaws.add(new Flaw("/last", "must be a whole number from 1 to " + Preview.MOST));
    } else {
      subjects.add(new Preview.Last(count));
    }
  }

  private Asked done() {
    if (draft == null) {
      flaws.add(new Flaw("/subscription", "is missing; write a draft such as {\"types\":[\"*\"]}"));
    }
    if (asked != 1) {
      flaws.add(
          new Flaw(
              "",
              "say what to try it on, by one of `event`, `sample`, `last`; such as \"last\": 20"));
    }
    if (!flaws.isEmpty() || draft == null) {
      throw new Invalid(flaws);
    }
    return new Asked(draft, subjects.getFirst());
  }
}
