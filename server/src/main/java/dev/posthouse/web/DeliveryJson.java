package dev.posthouse.web;

import dev.posthouse.event.JobId;
import dev.posthouse.history.AttemptLine;
import dev.posthouse.history.Delivery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// How deliveries are shown.
final class DeliveryJson {
  private DeliveryJson() {}

  static void line(JsonGenerator json, Delivery delivery) {
    json.writeStartObject();
    fields(json, delivery);
    json.writeEndObject();
  }

  /// @param jobs that opened it, or wanted one more attempt of it
  static void withAttempts(
      JsonGenerator json, Delivery delivery, List<AttemptLine> attempts, List<JobId> jobs) {
    json.writeStartObject();
    fields(json, delivery);
    json.writeArrayPropertyStart("jobs");
    jobs.forEach(job -> json.writeString(job.toString()));
    json.writeEndArray();
    json.writeArrayPropertyStart("attemptList");
    attempts.forEach(attempt -> AttemptJson.line(json, attempt));
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void fields(JsonGenerator json, Delivery delivery) {
    json.writeStringProperty("id", delivery.id().toString());
    json.writeStringProperty("event", delivery.id().event().toString());
    json.writeStringProperty("type", delivery.type());
    json.writeStringProperty("endpoint", delivery.endpoint().toString());
    json.writeStringProperty("subscription", delivery.pin().subscription().toString());
    json.writeNumberProperty("subscriptionRevision", delivery.pin().revision());
    json.writeStringProperty("state", delivery.state().word());
    EventJson.text(json, "reason", delivery.reason());
    json.writeNumberProperty("attempts", delivery.attempts());
    time(json, "due", delivery.due());
    json.writeNumberProperty("manualWanted", delivery.manual());
    json.writeBooleanProperty("cancelling", delivery.cancelling());
    time(json, "finished", delivery.finished());
  }

  static void time(JsonGenerator json, String name, Optional<Instant> time) {
    if (time.isPresent()) {
      json.writeStringProperty(name, time.get().toString());
    } else {
      json.writeNullProperty(name);
    }
  }
}
