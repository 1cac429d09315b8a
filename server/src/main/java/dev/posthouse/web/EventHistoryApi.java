package dev.posthouse.web;

import dev.posthouse.accept.Replay;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Event;
import dev.posthouse.event.EventId;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.history.DeliveryFilter;
import dev.posthouse.history.EventFilter;
import dev.posthouse.history.History;
import dev.posthouse.history.Span;
import java.util.List;
import java.util.Optional;

/// `/v1/events` for reading: what was published, what became of it, and sending it once more.
final class EventHistoryApi {
  private static final String ALL = "/v1/events";
  private static final String ONE = "/v1/events/{id}";

  private final History history;
  private final Replay replay;
  private final FieldSearch fields;

  EventHistoryApi(History history, Replay replay, FieldSearch fields) {
    this.history = history;
    this.fields = fields;
    this.replay = replay;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", ALL, Need.READ, this::list),
        new Route("GET", ONE, Need.READ, this::read),
        new Route("GET", ONE + "/deliveries", Need.READ, this::deliveries),
        new Route("POST", ONE + "/replay", Need.MANAGE, this::replay));
  }

  private Answer list(Call call) {
    Query query = call.query();
    var paging = Paging.of(query);
    Optional<String> type = query.text("type");
    var filter =
        new EventFilter(
            type,
            query.text("subject"),
            query.text("source"),
            query.text("sourceId"),
            query.text("organisation"),
            query.text("actor"),
            query.flag("unmatched"),
            fields.keys(query, call.tenant(), type),
            DeliveriesApi.span(query));
    query.done();
    var page = history.events(call.tenant(), filter, paging.after(), paging.limit());
    return Lists.of(page.items(), page.next(), EventJson::line);
  }

  private Answer read(Call call) {
    call.query().done();
    Event event = event(call);
    return Answer.json(200, json -> EventJson.whole(json, event));
  }

  private Answer deliveries(Call call) {
    Query query = call.query();
    var paging = Paging.of(query);
    query.done();
    var filter =
        new DeliveryFilter(
            Optional.empty(),
            Optional.empty(),
            Optional.of(event(call).id()),
            Optional.empty(),
            Optional.empty(),
            Span.ALL);
    var page = history.deliveries(call.tenant(), filter, paging.after(), paging.limit());
    return Lists.of(page.items(), page.next(), DeliveryJson::line);
  }

  private Answer replay(Call call) throws InterruptedException {
    Query query = call.query();
    var narrowed =
        new Replay.Narrowed(
            query.value("endpoint", EndpointId::parse),
            query.value("subscription", SubscriptionId::parse));
    query.done();
    if (event(call).payload().isRemoved()) {
      throw new Refusal(dataRemoved());
    }
    List<DeliveryId> made =
        replay
            .replay(call.tenant(), call.id(EventId::parse), narrowed)
            .orElseThrow(() -> new Refusal(Problem.notFound()));
    return Answer.json(
        202,
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("deliveries");
          made.forEach(id -> json.writeString(id.toString()));
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /// There is nothing to send, or to ask, any more.
  static Problem dataRemoved() {
    return Problem.of(
        409,
        "data_removed",
        "The data of this event are not kept any more",
        "The tenant keeps data for a shorter time than events; see retention of the tenant.");
  }

  private Event event(Call call) {
    EventId id = call.id(EventId::parse);
    return history.event(call.tenant(), id).orElseThrow(() -> new Refusal(Problem.notFound()));
  }
}
