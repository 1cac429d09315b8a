package dev.posthouse.web;

import dev.posthouse.access.Caller;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.Payload;
import dev.posthouse.json.Pointers;
import dev.posthouse.json.Spelling;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.core.JsonToken;

/// Reads an event in our own JSON form: `{"type","data","id"?,"source"?,"subject"?,"time"?,
/// "organisation"?,"actor"?,"schemaVersion"?}`. The bytes of `data` are kept as they came.
final class EventReader implements EventForm {
  static final List<String> FIELDS =
      List.of(
          "type",
          "data",
          "id",
          "source",
          "subject",
          "time",
          "organisation",
          "actor",
          "schemaVersion");

  private static final String SHAPE =
      "must be an object such as {\"type\":\"order.created\",\"data\":{}}";

  private final InstantSource clock;

  EventReader(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public NewEvent read(Caller by, JsonSlices json) {
    if (json.token() != JsonToken.START_OBJECT) {
      boolean several = json.token() == JsonToken.START_ARRAY;
      json.skip();
      throw new Invalid("", SHAPE + (several ? "; an array of them goes to /v1/events/batch" : ""));
    }
    var draft = new Draft();
    for (String name = json.nextName(); !name.isEmpty(); name = json.nextName()) {
      field(draft, name, json);
    }
    if (!draft.hasPayload()) {
      draft.flaw("/data", "is missing; say what happened, such as {\"order\":{\"id\":1}}");
    }
    return draft.done(by, clock);
  }

  private static void field(Draft draft, String name, JsonSlices json) {
    switch (name) {
      case "type" -> json.text(draft, name, draft::type);
      case "data" -> draft.payload(new Payload(Payload.JSON, json.slice()));
      case "id" -> json.optionalText(draft, name, draft::id);
      case "source" -> json.optionalText(draft, name, draft::source);
      case "subject" -> json.optionalText(draft, name, draft::subject);
      case "time" -> json.optionalText(draft, name, draft::time);
      case "organisation" -> json.optionalText(draft, name, draft::organisation);
      case "actor" -> json.optionalText(draft, name, draft::actor);
      case "schemaVersion" -> json.optionalNumber(draft, name, draft::schemaVersion);
      default -> {
        json.skip();
        if (!draft.hopeless()) {
          draft.flaw(Pointers.child("", name), "unknown field" + hint(name));
        }
      }
    }
  }

  private static String hint(String name) {
    String hint = Spelling.hint(name, FIELDS);
    return hint.isEmpty() ? "; known are " + String.join(", ", FIELDS) : hint;
  }
}
