package dev.posthouse.web;

import dev.posthouse.history.Happening;
import tools.jackson.core.JsonGenerator;

/// How the stream tells what happened.
final class HappeningJson {
  private HappeningJson() {}

  static void whole(JsonGenerator json, Happening happening) {
    switch (happening) {
      case Happening.Accepted accepted -> EventJson.line(json, accepted.line());
      case Happening.Tried tried -> tried(json, tried);
    }
  }

  private static void tried(JsonGenerator json, Happening.Tried tried) {
    json.writeStartObject();
    json.writeStringProperty("id", tried.id().toString());
    json.writeStringProperty("delivery", tried.delivery().toString());
    json.writeStringProperty("event", tried.delivery().event().toString());
    json.writeStringProperty("type", tried.type());
    json.writeStringProperty("endpoint", tried.endpoint().toString());
    json.writeStringProperty("subscription", tried.subscription().toString());
    json.writeStringProperty("state", tried.state().word());
    json.writeNumberProperty("number", tried.number());
    json.writeStringProperty("cause", tried.cause());
    json.writeStringProperty("started", tried.started().toString());
    json.writeStringProperty("outcome", tried.outcome());
    if (tried.status() == 0) {
      json.writeNullProperty("status");
    } else {
      json.writeNumberProperty("status", tried.status());
    }
    EventJson.text(json, "detail", tried.detail());
    DeliveryJson.time(json, "due", tried.due());
    AttemptJson.timings(json, tried.timings());
    json.writeEndObject();
  }
}
