package dev.posthouse.web;

import dev.posthouse.accept.Acceptance;
import dev.posthouse.accept.Acceptance.Result;
import java.util.Iterator;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// How the results of a publish are told.
final class PublishAnswers {
  private PublishAnswers() {}

  static Answer single(Result result) {
    return switch (result) {
      case Result.New n -> Answer.json(202, json -> taken(json, n));
      case Result.Duplicate d -> Answer.json(200, json -> known(json, d.id().toString()));
      case Result.Conflict c -> Answer.problem(problem(c));
      case Result.Unwanted u -> Answer.problem(Problem.invalid(u.flaws()));
      case Result.Rejected r -> Answer.problem(problem(r));
    };
  }

  static Answer busy(Acceptance.Busy busy) {
    int status = busy.code().equals("tenant_share") ? 429 : 503;
    return Answer.problem(Problem.busy(status, busy.code(), busy.why(), busy.retryAfter()));
  }

  static Answer batch(List<BatchReader.Item> items, List<Result> results) {
    return Answer.json(
        202,
        json -> {
          json.writeStartObject();
          results(json, items, results);
          json.writeEndObject();
        });
  }

  /// An atomic batch that was kept out: the problem, and beside it what each event would have got.
  static Answer conflict(List<BatchReader.Item> items, List<Result> results) {
    byte[] body =
        JsonOut.bytes(json -> {
          json.writeStartObject();
          json.writeStringProperty("title", "A part of the batch conflicts, nothing was taken");
          json.writeNumberProperty("status", 409);
          json.writeStringProperty("code", "conflict");
          json.writeStringProperty(
              "detail", "Leave out or correct the events whose result is 409.");
          results(json, items, results);
          json.writeEndObject();
        });
    return new Answer(409, "conflict", Problem.MEDIA_TYPE, body, List.of());
  }

  private static void results(
      JsonGenerator json, List<BatchReader.Item> items, List<Result> results) {
    Iterator<Result> next = results.iterator();
    json.writeArrayPropertyStart("results");
    for (BatchReader.Item item : items) {
      json.writeStartObject();
      switch (item) {
        case BatchReader.Item.Read read -> result(json, next.next());
        case BatchReader.Item.Wrong wrong -> nested(json, Problem.invalid(wrong.why()));
        case BatchReader.Item.Forbidden forbidden -> nested(json, forbidden.why());
        case BatchReader.Item.Broken broken -> nested(json, Problem.malformed(broken.why()));
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void result(JsonGenerator json, Result result) {
    switch (result) {
      case Result.New n -> {
        json.writeNumberProperty("status", 202);
        fields(json, n);
      }
      case Result.Duplicate d -> {
        json.writeNumberProperty("status", 200);
        json.writeStringProperty("id", d.id().toString());
        json.writeBooleanProperty("duplicate", true);
      }
      case Result.Conflict c -> nested(json, problem(c));
      case Result.Unwanted u -> nested(json, Problem.invalid(u.flaws()));
      case Result.Rejected r -> nested(json, problem(r));
    }
  }

  private static void nested(JsonGenerator json, Problem problem) {
    json.writeNumberProperty("status", problem.status());
    json.writeName("problem");
    problem.write(json);
  }

  private static void taken(JsonGenerator json, Result.New taken) {
    json.writeStartObject();
    fields(json, taken);
    json.writeEndObject();
  }

  private static void known(JsonGenerator json, String id) {
    json.writeStartObject();
    json.writeStringProperty("id", id);
    json.writeBooleanProperty("duplicate", true);
    json.writeEndObject();
  }

  private static void fields(JsonGenerator json, Result.New taken) {
    json.writeStringProperty("id", taken.id().toString());
    json.writeBooleanProperty("duplicate", false);
    json.writeNumberProperty("deliveries", taken.deliveries());
    if (!taken.warnings().isEmpty()) {
      json.writeArrayPropertyStart("warnings");
      taken.warnings().forEach(json::writeString);
      json.writeEndArray();
    }
  }

  private static Problem problem(Result.Conflict conflict) {
    return Problem.of(
        409,
        "conflict",
        "This id is taken by another event",
        conflict.id() + " came under the same source and id with other content.");
  }

  private static Problem problem(Result.Rejected rejected) {
    return Problem.of(422, "rejected", "The database refused this event", rejected.why());
  }
}
