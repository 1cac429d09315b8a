package dev.posthouse.web;

import dev.posthouse.event.Envelope;
import dev.posthouse.event.Event;
import dev.posthouse.event.Origin;
import dev.posthouse.event.Payload;
import dev.posthouse.history.EventLine;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/// How events are shown. Absent texts are `null`.
final class EventJson {
  private EventJson() {}

  static void line(JsonGenerator json, EventLine line) {
    json.writeStartObject();
    json.writeStringProperty("id", line.id().toString());
    json.writeStringProperty("type", line.type());
    origin(json, line.origin());
    text(json, "subject", line.subject());
    json.writeStringProperty("time", line.time().toString());
    text(json, "organisation", line.organisation());
    text(json, "actor", line.actor());
    json.writeStringProperty("accepted", line.accepted().toString());
    json.writeStringProperty("contentType", line.contentType());
    json.writeNumberProperty("size", line.size());
    json.writeBooleanProperty("matched", line.matched());
    json.writeBooleanProperty("stale", line.stale());
    json.writeEndObject();
  }

  static void whole(JsonGenerator json, Event event) {
    Envelope envelope = event.envelope();
    json.writeStartObject();
    json.writeStringProperty("id", event.id().toString());
    json.writeStringProperty("type", envelope.type());
    origin(json, event.origin());
    text(json, "subject", envelope.subject());
    json.writeStringProperty("time", envelope.time().toString());
    text(json, "organisation", envelope.organisation());
    text(json, "actor", envelope.actor());
    json.writeObjectPropertyStart("extensions");
    new TreeMap<>(envelope.extensions()).forEach(json::writeStringProperty);
    json.writeEndObject();
    json.writeObjectPropertyStart("headers");
    new TreeMap<>(envelope.headers()).forEach(json::writeStringProperty);
    json.writeEndObject();
    json.writeStringProperty("accepted", event.accepted().toString());
    json.writeBooleanProperty("stale", event.decisions().stale());
    json.writeNumberProperty("routeTable", event.routeTable());
    json.writeNumberProperty("schemaVersion", Math.max(0, event.payload().version()));
    json.writeStringProperty("contentType", event.payload().contentType());
    json.writeNumberProperty("size", event.payload().size());
    json.writeBooleanProperty("dataRemoved", event.payload().isRemoved());
    data(json, event.payload());
    json.writeEndObject();
  }

  /// JSON as it came, other texts as a text, everything else in base64.
  private static void data(JsonGenerator json, Payload payload) {
    if (payload.isRemoved()) {
      json.writeNullProperty("data");
    } else if (payload.isJson()) {
      json.writeName("data");
      json.writeRawValue(new String(payload.bytes(), StandardCharsets.UTF_8));
    } else if (payload.contentType().toLowerCase(Locale.ROOT).startsWith("text/")) {
      json.writeStringProperty("data", new String(payload.bytes(), StandardCharsets.UTF_8));
    } else {
      json.writeStringProperty("data_base64", Base64.getEncoder().encodeToString(payload.bytes()));
    }
  }

  private static void origin(JsonGenerator json, Origin origin) {
    text(json, "source", origin.source());
    text(json, "sourceId", origin.id());
  }

  static void text(JsonGenerator json, String name, String value) {
    if (value.isEmpty()) {
      json.writeNullProperty(name);
    } else {
      json.writeStringProperty(name, value);
    }
  }
}
