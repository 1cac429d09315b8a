package dev.posthouse.web;

import dev.posthouse.event.Decision;
import dev.posthouse.event.Event;
import dev.posthouse.event.EventId;
import dev.posthouse.explain.Explain;
import dev.posthouse.explain.Explanation;
import dev.posthouse.explain.Moment;
import dev.posthouse.explain.Standing;
import dev.posthouse.history.Delivery;
import dev.posthouse.history.History;
import dev.posthouse.rule.Words;
import dev.posthouse.webhooks.change.Finding;
import java.time.Duration;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// `/v1/events/{id}/explain`: why an event went where it went.
final class ExplainApi {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final History history;
  private final Explain explain;

  ExplainApi(History history, Explain explain) {
    this.history = history;
    this.explain = explain;
  }

  List<Route> routes() {
    return List.of(new Route("GET", "/v1/events/{id}/explain", Need.READ, this::explain));
  }

  private Answer explain(Call call) throws InterruptedException {
    Query query = call.query();
    var paging = Paging.of(query);
    query.done();
    Event event =
        history
            .event(call.tenant(), call.id(EventId::parse))
            .orElseThrow(() -> new Refusal(Problem.notFound()));
    if (event.payload().isRemoved()) {
      throw new Refusal(EventHistoryApi.dataRemoved());
    }
    Explanation explanation =
        explain.page(event, paging.after(), paging.limit()).orElseThrow(() -> new Refusal(busy()));
    return Answer.json(200, json -> write(json, explanation));
  }

  private static Problem busy() {
    return Problem.busy(503, "memory", "too many large events are being looked at", RETRY_AFTER);
  }

  private static void write(JsonGenerator json, Explanation explanation) {
    json.writeStartObject();
    json.writeStringProperty("event", explanation.event().id().toString());
    json.writeStringProperty("type", explanation.event().type());
    table(json, "then", explanation.event().routeTable());
    table(json, "now", explanation.now());
    if (!explanation.warnings().isEmpty()) {
      json.writeArrayPropertyStart("warnings");
      explanation.warnings().forEach(json::writeString);
      json.writeEndArray();
    }
    json.writeArrayPropertyStart("items");
    explanation.items().forEach(item -> item(json, item));
    json.writeEndArray();
    if (explanation.next().isPresent()) {
      json.writeStringProperty("next", Paging.cursor(explanation.next().get()));
    } else {
      json.writeNullProperty("next");
    }
    json.writeEndObject();
  }

  private static void table(JsonGenerator json, String name, long number) {
    json.writeObjectPropertyStart(name);
    json.writeNumberProperty("table", number);
    json.writeEndObject();
  }

  private static void item(JsonGenerator json, Explanation.Item item) {
    json.writeStartObject();
    json.writeStringProperty("subscription", item.subscription().toString());
    json.writeStringProperty("name", item.name());
    json.writeStringProperty("endpoint", item.endpoint().toString());
    json.writeName("then");
    standing(json, item.then(), Moment.THEN);
    if (item.now().isPresent()) {
      json.writeName("now");
      standing(json, item.now().get(), Moment.NOW);
    }
    if (!item.deliveries().isEmpty()) {
      json.writeArrayPropertyStart("deliveries");
      item.deliveries().forEach(delivery -> delivery(json, delivery));
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void standing(JsonGenerator json, Standing standing, Moment moment) {
    json.writeStartObject();
    json.writeStringProperty("result", standing.word());
    if (standing.revision() > 0) {
      json.writeNumberProperty("revision", standing.revision());
    }
    if (standing instanceof Standing.Filtered filtered) {
      json.writeStringProperty("filter", filtered.filter());
    }
    moment.because(standing).ifPresent(words -> words(json, "because", words));
    if (standing instanceof Standing.Compared compared) {
      comparison(json, compared.decision());
    }
    json.writeEndObject();
  }

  /// What was compared with what; changes are null where they are not known.
  static void comparison(JsonGenerator json, Decision decision) {
    json.writeObjectPropertyStart("comparison");
    json.writeStringProperty("finding", decision.finding().word());
    if (decision.against() != 0) {
      json.writeStringProperty("against", new EventId(decision.against()).toString());
    }
    if (decision.finding() == Finding.CHANGED) {
      json.writeName("changes");
      json.writeRawValue(decision.changes().isEmpty() ? "null" : decision.changes());
    }
    json.writeEndObject();
  }

  static void words(JsonGenerator json, String name, Words words) {
    json.writeObjectPropertyStart(name);
    json.writeStringProperty("en", words.english());
    json.writeStringProperty("zh-CN", words.chinese());
    json.writeEndObject();
  }

  private static void delivery(JsonGenerator json, Delivery delivery) {
    json.writeStartObject();
    json.writeStringProperty("id", delivery.id().toString());
    json.writeNumberProperty("subscriptionRevision", delivery.pin().revision());
    json.writeStringProperty("state", delivery.state().word());
    EventJson.text(json, "reason", delivery.reason());
    json.writeEndObject();
  }
}
