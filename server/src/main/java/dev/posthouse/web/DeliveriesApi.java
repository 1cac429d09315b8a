package dev.posthouse.web;

import dev.posthouse.deliver.Interventions;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.EventId;
import dev.posthouse.event.State;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.history.Delivery;
import dev.posthouse.history.DeliveryFilter;
import dev.posthouse.history.History;
import dev.posthouse.history.Span;
import dev.posthouse.json.Times;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// `/v1/deliveries`: what became of an event for a subscription, and what people do about it.
final class DeliveriesApi {
  private static final String ALL = "/v1/deliveries";
  private static final String ONE = "/v1/deliveries/{id}";

  /// The outcomes of attempts that brought no answer.
  private static final List<String> ERRORS = List.of("timed_out", "unreachable", "unsent");

  private final History history;
  private final Interventions interventions;

  DeliveriesApi(History history, Interventions interventions) {
    this.history = history;
    this.interventions = interventions;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", ALL, Need.READ, this::list),
        new Route("GET", ONE, Need.READ, this::read),
        new Route("POST", ONE + "/retry", Need.MANAGE, this::retry),
        new Route("POST", ONE + "/cancel", Need.MANAGE, this::cancel));
  }

  private Answer list(Call call) {
    Query query = call.query();
    var paging = Paging.of(query);
    var filter =
        new DeliveryFilter(
            query.value("endpoint", EndpointId::parse),
            query.value("subscription", SubscriptionId::parse),
            query.value("event", EventId::parse),
            query.value("state", DeliveriesApi::state),
            query.text("type"),
            span(query),
            query.text("reason"),
            query.text("subject"),
            query.value("status", DeliveriesApi::status),
            query.value("error", DeliveriesApi::error));
    query.done();
    var page = history.deliveries(call.tenant(), filter, paging.after(), paging.limit());
    return Lists.of(page.items(), page.next(), DeliveryJson::line);
  }

  static int status(String text) {
    if (text.matches("[1-5]\\d\\d")) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException("is no status code, such as 503");
  }

  static String error(String kind) {
    if (ERRORS.contains(kind)) {
      return kind;
    }
    throw new IllegalArgumentException("is not one of " + String.join(", ", ERRORS));
  }

  static Span span(Query query) {
    return new Span(query.value("since", Times::parse), query.value("until", Times::parse));
  }

  static State state(String word) {
    for (State state : State.values()) {
      if (state.word().equals(word)) {
        return state;
      }
    }
    String words = Arrays.stream(State.values()).map(State::word).collect(Collectors.joining(", "));
    throw new IllegalArgumentException("is not one of " + words.toLowerCase(Locale.ROOT));
  }

  private Answer read(Call call) {
    call.query().done();
    Delivery delivery = delivery(call);
    var attempts = history.attempts(delivery.id());
    var jobs = history.jobs(delivery.id());
    return Answer.json(200, json -> DeliveryJson.withAttempts(json, delivery, attempts, jobs));
  }

  private Answer retry(Call call) throws InterruptedException {
    call.query().done();
    if (history.dataRemoved(call.tenant(), call.id(DeliveryId::parse).event())) {
      throw new Refusal(EventHistoryApi.dataRemoved());
    }
    return switch (interventions.retry(call.tenant(), call.id(DeliveryId::parse))) {
      case WANTED -> now(202, delivery(call));
      case UNKNOWN -> Answer.problem(Problem.notFound());
      case ENDPOINT_CLOSED -> Answer.problem(endpointClosed());
    };
  }

  static Problem endpointClosed() {
    return Problem.of(
        409,
        "endpoint_closed",
        "There is nowhere to send it",
        "The endpoint is disabled or gone. Enable it first; what is held for it is then sent.");
  }

  private Answer cancel(Call call) throws InterruptedException {
    call.query().done();
    return switch (interventions.cancel(call.tenant(), call.id(DeliveryId::parse))) {
      case DONE -> now(200, delivery(call));
      case MARKED -> now(202, delivery(call));
      case FINAL ->
          Answer.problem(
              Problem.of(
                  409,
                  "already_final",
                  "There is nothing to cancel",
                  "The delivery is " + delivery(call).state().word() + " already."));
      case UNKNOWN -> Answer.problem(Problem.notFound());
    };
  }

  private static Answer now(int status, Delivery delivery) {
    return Answer.json(status, json -> DeliveryJson.line(json, delivery));
  }

  private Delivery delivery(Call call) {
    DeliveryId id = call.id(DeliveryId::parse);
    return history.delivery(call.tenant(), id).orElseThrow(() -> new Refusal(Problem.notFound()));
  }
}
