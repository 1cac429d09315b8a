package dev.posthouse.bench.fill;

import dev.posthouse.bench.part.Resources;
import dev.posthouse.event.AttemptId;
import dev.posthouse.event.AttemptReport;
import dev.posthouse.event.ContentHash;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Envelope;
import dev.posthouse.event.Event;
import dev.posthouse.event.EventId;
import dev.posthouse.event.Header;
import dev.posthouse.event.Ids;
import dev.posthouse.event.NewDelivery;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.Origin;
import dev.posthouse.event.Outcome;
import dev.posthouse.event.Payload;
import dev.posthouse.event.Pin;
import dev.posthouse.event.Questions;
import dev.posthouse.event.Routed;
import dev.posthouse.event.SearchKey;
import dev.posthouse.event.TenantId;
import dev.posthouse.event.Timings;
import dev.posthouse.event.Verdict;
import dev.posthouse.store.Settle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/// The events of a made-up past: as the harness publishes them, accepted evenly over a stretch of
/// time, with random ids.
///
/// @param count how many there are in all
record Written(TenantId tenant, List<Route> routes, Instant from, Instant to, long count) {
  private static final SplittableRandom RANDOM = new SplittableRandom();
  private static final String DATA = data();
  private static final int SUBJECTS = 50_000;
  private static final int BRANCHES = 7;

  /// An event in so many is the auditor's; one delivery in [#LOST] has failed.
  private static final int RARE = 100_000;

  private static final int LOST = 1_000;

  /// One event in so many is found by a field of its data.
  private static final int FOUND = 10;

  private static final String FIELD = "order.number";

  private static final List<Header> SENT =
      List.of(
          new Header("content-type", "application/json"),
          new Header("webhook-id", "dlv_0000000000000000000000000"),
          new Header("webhook-timestamp", "1764000000"),
          new Header("webhook-signature", "***"),
          new Header("posthouse-event-id", "evt_0000000000000"));

  /// Where a delivery goes, and by which revision of its subscription.
  record Route(EndpointId endpoint, Pin pin) {}

  private static String data() {
    String event = Resources.text("event.json");
    int from = event.indexOf("\"data\":") + "\"data\":".length();
    return event.substring(from, event.length() - 1);
  }

  List<Routed> events(long first, long last) {
    var events = new ArrayList<Routed>();
    for (long number = first; number < last; number++) {
      events.add(event(number));
    }
    return events;
  }

  private Routed event(long number) {
    Instant accepted = accepted(number);
    var id = new EventId(id(accepted, number));
    String data =
        DATA.replace("@sequence@", Long.toString(1_000_000_000L + number))
            .replace("@sent_at@", Long.toString(accepted.toEpochMilli() * 1_000));
    var payload = new Payload(Payload.JSON, data.getBytes(StandardCharsets.UTF_8), 1);
    var envelope =
        new Envelope(
            "sales_order.created",
            "SO-2026-" + number % SUBJECTS,
            accepted,
            "branch-" + number % BRANCHES,
            number % RARE == 0 ? "auditor" : "",
            Map.of());
    var uuid = new UUID(RANDOM.nextLong(), RANDOM.nextLong());
    Route route = routes.get((int) (number % routes.size()));
    return new Routed(
        new Event(id, tenant, new Origin("", uuid.toString()), envelope, payload, accepted, 1),
        ContentHash.of(envelope, Optional.empty(), payload),
        List.of(new NewDelivery(new DeliveryId(id, id.value() + 1), route.endpoint(), route.pin())),
        Questions.NONE,
        number % FOUND == 0 ? List.of(SearchKey.of(tenant, FIELD, envelope.subject())) : List.of());
  }

  private Instant accepted(long number) {
    long millis = Duration.between(from, to).toMillis();
    return from.plusMillis((long) ((double) millis * number / count));
  }

  /// Distinct for each number and in its order, however many share a millisecond.
  private static long id(Instant accepted, long number) {
    return Ids.floor(accepted) + (number & 0xffff) * 16;
  }

  /// As if its first attempt had been answered 200; some as if their last had been answered 503.
  Settle settled(OpenDelivery delivery) {
    boolean lost = delivery.event().value() / 16 % LOST == 0;
    Instant started = Ids.time(delivery.event().value());
    var report =
        new AttemptReport(
            new AttemptId(delivery.id().event(), delivery.id().value() + 1),
            delivery.id(),
            1,
            AttemptReport.Trigger.SCHEDULE,
            started,
            new Timings(
                Duration.ofMillis(1), Duration.ZERO, Duration.ofMillis(2), Duration.ofMillis(2)),
            "http://127.0.0.1:9000/take/0/0",
            SENT,
            List.of(),
            new Outcome.Answered(
                lost ? 503 : 200, List.of(new Header("Content-Length", "0")), new byte[0], 0),
            "");
    return new Settle(
        delivery,
        report,
        lost ? new Verdict.Failed(Verdict.Reason.EXHAUSTED) : new Verdict.Done(),
        "sales_order.created",
        Optional.empty());
  }
}
