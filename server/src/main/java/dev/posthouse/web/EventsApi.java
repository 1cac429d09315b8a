package dev.posthouse.web;

import dev.posthouse.accept.Acceptance;
import dev.posthouse.event.Flaw;
import dev.posthouse.event.NewEvent;
import dev.posthouse.work.Heavy;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Publishing: bytes to `NewEvent`, `Acceptance` to an answer.
final class EventsApi {
  static final String CLOUD_EVENT = "application/cloudevents+json";
  static final String CLOUD_EVENTS = "application/cloudevents-batch+json";
  private static final Set<String> LINES =
      Set.of("application/x-ndjson", "application/ndjson", "application/jsonl");
  private static final HeaderName SPECVERSION = HeaderNames.create("ce-specversion");

  private static final String ONE = "/v1/events";
  private static final String MANY = "/v1/events/batch";

  private final Publisher publisher;
  private final Heavy heavy;
  private final EventReader plain;
  private final CloudEventReader cloudEvent;
  private final CloudEventHeaders binary;

  EventsApi(Publisher publisher, Heavy heavy, InstantSource clock) {
    this.publisher = publisher;
    this.heavy = heavy;
    this.plain = new EventReader(clock);
    this.cloudEvent = new CloudEventReader(clock);
    this.binary = new CloudEventHeaders(clock);
  }

  List<Route> routes() {
    return List.of(
        new Route("POST", ONE, Need.PUBLISH, this::publish),
        new Route("POST", MANY, Need.PUBLISH, this::publishBatch));
  }

  /// Whether a request is one to publish, whatever becomes of it.
  static boolean publishes(String method, String path) {
    return method.equals("POST") && (path.equals(ONE) || path.equals(MANY));
  }

  private Answer publish(Call call) throws InterruptedException {
    call.query().done();
    var permit = new Permit(call.caller());
    permit.ask();
    byte[] body = call.body();
    NewEvent event = heavy.run(body.length, () -> read(call, body));
    Optional<Problem> refusal = permit.refusal(event);
    if (refusal.isPresent()) {
      return Answer.problem(refusal.get());
    }
    return switch (accept(permit, List.of(event), false)) {
      case Acceptance.Accepted accepted -> PublishAnswers.single(accepted.results().getFirst());
      case Acceptance.Refused refused -> PublishAnswers.single(refused.results().getFirst());
      case Acceptance.Unwanted unwanted -> Answer.problem(Problem.invalid(unwanted.flaws()));
      case Acceptance.Busy busy -> PublishAnswers.busy(busy);
      case Acceptance.TooLarge large -> Answer.problem(Problem.tooLarge(large.why()));
    };
  }

  private Acceptance accept(Permit permit, List<NewEvent> events, boolean atomic)
      throws InterruptedException {
    permit.take(events.size());
    Acceptance acceptance = publisher.accept(permit.caller().tenant(), events, atomic);
    if (acceptance instanceof Acceptance.Busy) {
      permit.giveBack(events.size());
    }
    return acceptance;
  }

  private NewEvent read(Call call, byte[] body) {
    String type = call.mediaType();
    if (type.equals(CLOUD_EVENT)) {
      return cloudEvent.read(call.caller(), body);
    } else if (call.header(SPECVERSION).isPresent()) {
      var headers = call.headersBeginning(CloudEventHeaders.PREFIX);
      return binary.read(call.caller(), headers, call.contentType(), body);
    } else if (type.equals(Answer.JSON)) {
      return plain.read(call.caller(), body);
    }
    throw new Refusal(
        Problem.unsupported(
            "Send Content-Type: application/json, or "
                + CLOUD_EVENT
                + ", or a CloudEvent with ce-specversion and the other attributes in headers."));
  }

  private Answer publishBatch(Call call) throws InterruptedException {
    Query query = call.query();
    boolean atomic = query.flag("atomic");
    query.done();
    var permit = new Permit(call.caller());
    permit.ask();
    byte[] body = call.body();
    List<BatchReader.Item> items =
        heavy.run(body.length, () -> permitted(permit, readBatch(call, body)));
    var events = new ArrayList<NewEvent>();
    for (BatchReader.Item item : items) {
      if (item instanceof BatchReader.Item.Read read) {
        events.add(read.event());
      }
    }
    if (atomic && events.size() < items.size()) {
      return Answer.problem(refusal(items));
    }
    Acceptance acceptance =
        events.isEmpty() ? new Acceptance.Accepted(List.of()) : accept(permit, events, atomic);
    return switch (acceptance) {
      case Acceptance.Accepted accepted -> PublishAnswers.batch(items, accepted.results());
      case Acceptance.Refused refused -> PublishAnswers.conflict(items, refused.results());
      case Acceptance.Unwanted unwanted -> Answer.problem(Problem.invalid(unwanted.flaws()));
      case Acceptance.Busy busy -> PublishAnswers.busy(busy);
      case Acceptance.TooLarge large -> Answer.problem(Problem.tooLarge(large.why()));
    };
  }

  private List<BatchReader.Item> readBatch(Call call, byte[] body) {
    String type = call.mediaType();
    try {
      if (type.equals(CLOUD_EVENTS)) {
        return new BatchReader(cloudEvent).array(call.caller(), body);
      } else if (type.equals(Answer.JSON)) {
        return new BatchReader(plain).array(call.caller(), body);
      } else if (LINES.contains(type)) {
        return new BatchReader(plain).lines(call.caller(), body);
      }
    } catch (BatchReader.TooMany e) {
      throw new Refusal(
          Problem.tooLarge("A batch may have at most " + BatchReader.MOST_EVENTS + " events."));
    }
    throw new Refusal(
        Problem.unsupported(
            "Send Content-Type: application/json with a list, application/x-ndjson with one event a"
                + " line, or "
                + CLOUD_EVENTS
                + "."));
  }

  private static List<BatchReader.Item> permitted(Permit permit, List<BatchReader.Item> items) {
    items.replaceAll(item ->
        item instanceof BatchReader.Item.Read read
            ? permit
                .refusal(read.event())
                .<BatchReader.Item>map(BatchReader.Item.Forbidden::new)
                .orElse(item)
            : item);
    return items;
  }

  /// What keeps an atomic batch out.
  private static Problem refusal(List<BatchReader.Item> items) {
    return items.stream()
        .filter(BatchReader.Item.Forbidden.class::isInstance)
        .map(item -> ((BatchReader.Item.Forbidden) item).why())
        .findFirst()
        .orElseGet(() -> Problem.invalid(flaws(items)));
  }

  private static List<Flaw> flaws(List<BatchReader.Item> items) {
    var flaws = new ArrayList<Flaw>();
    for (int i = 0; i < items.size(); i++) {
      String place = "/" + i;
      switch (items.get(i)) {
        case BatchReader.Item.Read read -> {}
        case BatchReader.Item.Forbidden forbidden -> {}
        case BatchReader.Item.Wrong wrong ->
            wrong.why().flaws().forEach(f -> flaws.add(new Flaw(place + f.pointer(), f.message())));
        case BatchReader.Item.Broken broken ->
            flaws.add(new Flaw(place, "is not JSON: " + broken.why().getMessage()));
      }
    }
    return flaws;
  }
}
