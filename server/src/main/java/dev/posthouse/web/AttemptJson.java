package dev.posthouse.web;

import dev.posthouse.event.AttemptReport;
import dev.posthouse.event.Header;
import dev.posthouse.event.Outcome;
import dev.posthouse.event.Timings;
import dev.posthouse.history.AttemptLine;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// How attempts are shown. Times of the parts are in milliseconds.
final class AttemptJson {
  private static final double NANOS_A_MILLI = 1e6;

  private AttemptJson() {}

  static void line(JsonGenerator json, AttemptLine attempt) {
    json.writeStartObject();
    json.writeStringProperty("id", attempt.id().toString());
    facts(json, attempt);
    request(json, attempt.url(), attempt.request());
    exchanged(json, attempt);
    json.writeEndObject();
  }

  /// What the event lacked, and what was answered.
  static void exchanged(JsonGenerator json, AttemptLine attempt) {
    json.writeArrayPropertyStart("missing");
    attempt.missing().forEach(json::writeString);
    json.writeEndArray();
    if (attempt.status() == 0) {
      json.writeNullProperty("response");
    } else {
      response(json, attempt.status(), attempt.response(), attempt.head(), attempt.size());
    }
  }

  /// What a test of an endpoint did; nothing of it is stored.
  static void test(JsonGenerator json, AttemptReport report) {
    Outcome outcome = report.outcome();
    json.writeStartObject();
    json.writeBooleanProperty("success", outcome instanceof Outcome.Answered a && a.success());
    json.writeStringProperty("outcome", outcome.kind());
    EventJson.text(json, "detail", outcome.detail());
    timings(json, report.timings());
    request(json, report.url(), report.request());
    if (outcome instanceof Outcome.Answered answered) {
      response(json, answered.status(), answered.headers(), answered.head(), answered.size());
    } else {
      json.writeNullProperty("response");
    }
    json.writeEndObject();
  }

  static void timings(JsonGenerator json, Timings timings) {
    json.writeObjectPropertyStart("timings");
    millis(json, "queued", timings.queued());
    millis(json, "connect", timings.connect());
    millis(json, "firstByte", timings.firstByte());
    millis(json, "total", timings.total());
    json.writeEndObject();
  }

  private static void millis(JsonGenerator json, String name, Duration time) {
    json.writeNumberProperty(name, (double) time.toNanos() / NANOS_A_MILLI);
  }

  private static void request(JsonGenerator json, String url, List<Header> headers) {
    json.writeObjectPropertyStart("request");
    json.writeStringProperty("url", url);
    headers(json, headers);
    json.writeEndObject();
  }

  private static void response(
      JsonGenerator json, int status, List<Header> headers, byte[] head, long size) {
    json.writeObjectPropertyStart("response");
    json.writeNumberProperty("status", status);
    headers(json, headers);
    json.writeStringProperty("body", text(head));
    json.writeNumberProperty("size", size);
    json.writeEndObject();
  }

  /// How it went, but for what was said.
  static void facts(JsonGenerator json, AttemptLine attempt) {
    json.writeNumberProperty("number", attempt.number());
    json.writeStringProperty("cause", attempt.cause());
    json.writeStringProperty("started", attempt.started().toString());
    json.writeStringProperty("outcome", attempt.outcome());
    EventJson.text(json, "detail", attempt.detail());
    EventJson.text(json, "rule", attempt.rule());
    timings(json, attempt.timings());
  }

  static void headers(JsonGenerator json, List<Header> headers) {
    json.writeArrayPropertyStart("headers");
    for (Header header : headers) {
      json.writeStartObject();
      json.writeStringProperty("name", header.name());
      json.writeStringProperty("value", header.value());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /// A receiver may send any bytes, and they may be cut inside a character.
  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalStateException("replacing decoders do not fail", e);
    }
  }
}
