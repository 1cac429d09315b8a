package dev.posthouse.web;

import dev.posthouse.config.Past;
import dev.posthouse.deliver.Remade;
import dev.posthouse.event.AttemptId;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.EventId;
import dev.posthouse.event.Header;
import dev.posthouse.explain.Retrospect;
import dev.posthouse.history.AttemptFilter;
import dev.posthouse.history.AttemptLine;
import dev.posthouse.history.Attempted;
import dev.posthouse.history.History;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// `/v1/attempts`: each try of a delivery, and one of them whole, as it stood on the wire.
final class AttemptsApi {
  private static final String ALL = "/v1/attempts";
  private static final String ONE = "/v1/attempts/{id}";

  /// Bytes of a body that are shown.
  private static final int BODY_SHOWN = 128 * 1024;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final History history;
  private final Retrospect retrospect;

  AttemptsApi(History history, Retrospect retrospect) {
    this.history = history;
    this.retrospect = retrospect;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", ALL, Need.READ, this::list), new Route("GET", ONE, Need.READ, this::read));
  }

  private Answer list(Call call) {
    Query query = call.query();
    var paging = Paging.of(query);
    var filter =
        new AttemptFilter(
            query.value("endpoint", EndpointId::parse),
            query.value("event", EventId::parse),
            query.value("delivery", DeliveryId::parse),
            query.value("status", DeliveriesApi::status),
            query.value("error", DeliveriesApi::error),
            query.flag("failed"),
            DeliveriesApi.span(query));
    query.done();
    var page = history.attempts(call.tenant(), filter, paging.after(), paging.limit());
    return Lists.of(page.items(), page.next(), AttemptsApi::line);
  }

  private static void line(JsonGenerator json, Attempted attempt) {
    json.writeStartObject();
    of(json, attempt);
    AttemptJson.facts(json, attempt.line());
    if (attempt.line().status() == 0) {
      json.writeNullProperty("status");
    } else {
      json.writeNumberProperty("status", attempt.line().status());
    }
    json.writeEndObject();
  }

  private static void of(JsonGenerator json, Attempted attempt) {
    json.writeStringProperty("id", attempt.line().id().toString());
    json.writeStringProperty("delivery", attempt.delivery().toString());
    json.writeStringProperty("event", attempt.delivery().event().toString());
    json.writeStringProperty("type", attempt.type());
    json.writeStringProperty("endpoint", attempt.endpoint().toString());
    json.writeStringProperty("subscription", attempt.pin().subscription().toString());
    json.writeNumberProperty("subscriptionRevision", attempt.pin().revision());
  }

  private Answer read(Call call) throws InterruptedException {
    call.query().done();
    Attempted attempt =
        retrospect
            .attempt(call.tenant(), call.id(AttemptId::parse))
            .orElseThrow(() -> new Refusal(Problem.notFound()));
    Retrospect.Seen seen =
        retrospect
            .look(call.tenant(), attempt)
            .orElseThrow(() ->
                new Refusal(
                    Problem.busy(
                        503, "memory", "too many large events are being looked at", RETRY_AFTER)));
    return Answer.json(200, json -> whole(json, seen));
  }

  private static void whole(JsonGenerator json, Retrospect.Seen seen) {
    AttemptLine attempt = seen.attempt().line();
    json.writeStartObject();
    of(json, seen.attempt());
    if (seen.endpoint().isPresent()) {
      json.writeNumberProperty("endpointRevision", seen.endpoint().get().revision());
    } else {
      json.writeNullProperty("endpointRevision");
    }
    AttemptJson.facts(json, attempt);
    json.writeObjectPropertyStart("request");
    request(json, seen, seen.endpoint().map(Past.Former::method));
    json.writeEndObject();
    AttemptJson.exchanged(json, attempt);
    json.writeEndObject();
  }

  private static void request(JsonGenerator json, Retrospect.Seen seen, Optional<String> method) {
    AttemptLine attempt = seen.attempt().line();
    EventJson.text(json, "method", method.orElse(""));
    json.writeStringProperty("url", attempt.url());
    switch (seen.body()) {
      case Remade.Body body -> {
        AttemptJson.headers(json, headers(attempt, method, body.size()));
        body(json, body);
      }
      case Remade.Lost lost -> {
        AttemptJson.headers(json, attempt.request());
        json.writeNullProperty("body");
        ExplainApi.words(json, "lost", lost.why());
      }
    }
  }

  private static List<Header> headers(AttemptLine attempt, Optional<String> method, long size) {
    return method
        .map(word -> Remade.headers(word, URI.create(attempt.url()), attempt.request(), size))
        .orElse(attempt.request());
  }

  private static void body(JsonGenerator json, Remade.Body body) {
    byte[] head = body.head(BODY_SHOWN);
    Optional<String> text = PreviewApi.text(head);
    if (text.isPresent()) {
      json.writeStringProperty("body", text.get());
    } else {
      json.writeStringProperty("bodyBase64", Base64.getEncoder().encodeToString(head));
    }
    if (head.length < body.size()) {
      json.writeBooleanProperty("cut", true);
    }
    json.writeNumberProperty("size", body.size());
  }
}
