package dev.posthouse.web;

import dev.posthouse.accept.Baseline;
import dev.posthouse.access.Caller;
import dev.posthouse.event.EventId;
import dev.posthouse.event.Flaw;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.history.Place;
import dev.posthouse.work.Heavy;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// `/v1/subscriptions/{id}/baseline`: states to compare with, from events of before.
final class BaselineApi {
  private static final String PATH = "/v1/subscriptions/{id}/baseline";
  private static final Set<String> LINES = Set.of("application/x-ndjson", "application/ndjson");
  private static final Place START = new Place(0, 0);

  private final Baseline baseline;
  private final Heavy heavy;
  private final EventReader plain;

  BaselineApi(Baseline baseline, Heavy heavy, InstantSource clock) {
    this.baseline = baseline;
    this.heavy = heavy;
    this.plain = new EventReader(clock);
  }

  List<Route> routes() {
    return List.of(new Route("POST", PATH, Need.MANAGE, this::begin));
  }

  private Answer begin(Call call) throws InterruptedException {
    SubscriptionId id = call.id(SubscriptionId::parse);
    Query query = call.query();
    boolean history = query.flag("history");
    Place after = query.value("cursor", Paging::place).orElse(START);
    query.done();
    if (baseline.pointless(call.tenant(), id)) {
      throw new Refusal(
          Problem.of(
              409,
              "not_watching",
              "Nothing to begin",
              "This subscription compares nothing; give it onlyIfChanged first,"
                  + " decided by comparison."));
    }
    var counted =
        history
            ? baseline.kept(call.tenant(), id, new EventId(after.event()))
            : baseline.given(call.tenant(), id, events(call));
    return answer(counted.orElseThrow(() -> new Refusal(Problem.notFound())));
  }

  private List<NewEvent> events(Call call) throws InterruptedException {
    byte[] body = call.body();
    return heavy.run(body.length, () -> read(call.caller(), call.mediaType(), body));
  }

  /// Not one of them may be wrong: what is missing here would be taken for unknown later.
  private List<NewEvent> read(Caller by, String type, byte[] body) {
    var reader = new BatchReader(plain);
    List<BatchReader.Item> items;
    try {
      items = LINES.contains(type) ? reader.lines(by, body) : reader.array(by, body);
    } catch (BatchReader.TooMany e) {
      throw new Refusal(
          Problem.tooLarge("At most " + BatchReader.MOST_EVENTS + " events are read at once."));
    }
    var events = new ArrayList<NewEvent>();
    var flaws = new ArrayList<Flaw>();
    for (int i = 0; i < items.size(); i++) {
      String place = "/" + i;
      switch (items.get(i)) {
        case BatchReader.Item.Read read -> events.add(read.event());
        case BatchReader.Item.Wrong wrong ->
            wrong.why().flaws().forEach(f -> flaws.add(new Flaw(place + f.pointer(), f.message())));
        case BatchReader.Item.Broken broken ->
            flaws.add(new Flaw(place, "is not JSON: " + broken.why().getMessage()));
        case BatchReader.Item.Forbidden forbidden -> throw new Refusal(forbidden.why());
      }
    }
    if (!flaws.isEmpty()) {
      throw new Invalid(flaws);
    }
    return events;
  }

  private static Answer answer(Baseline.Counted counted) {
    return Answer.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeNumberProperty("set", counted.set());
          json.writeNumberProperty("known", counted.known());
          json.writeNumberProperty("passedOver", counted.passedOver());
          if (counted.next().isPresent()) {
            var place = new Place(counted.next().get().value(), 0);
            json.writeStringProperty("next", Paging.cursor(place));
          } else {
            json.writeNullProperty("next");
          }
          json.writeEndObject();
        });
  }
}
