package dev.posthouse.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import dev.posthouse.event.Routed;
import dev.posthouse.event.Sha256;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import dev.posthouse.event.Timings;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// Makes events, deliveries and reports for tests, with ids that follow the clock.
public final class Events implements Ids {
  public static final TenantId TENANT = new TenantId(1);
  public static final EndpointId ENDPOINT = new EndpointId(7);
  public static final Pin PIN = new Pin(new SubscriptionId(8), 3);

  private final InstantSource clock;
  private final AtomicLong last = new AtomicLong();

  public Events(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public long next() {
    long floor = Ids.floor(clock.instant());
    return last.updateAndGet(before -> Math.max(before + 1, floor));
  }

  /// An event that nobody gave an id.
  public Routed event(EndpointId... endpoints) {
    return event(TENANT, new Origin("", ""), "{\"n\":1}", endpoints);
  }

  public Routed keyed(String id, String data, EndpointId... endpoints) {
    return event(TENANT, new Origin("shop", id), data, endpoints);
  }

  public Routed event(TenantId tenant, Origin origin, String data, EndpointId... endpoints) {
    var id = new EventId(next());
    var envelope =
        new Envelope(
            "order.created", "o-1", clock.instant(), "my-branch", "eve", Map.of("trace", "a\nb"));
    var payload = new Payload(Payload.JSON, data.getBytes(UTF_8));
    var event = new Event(id, tenant, origin, envelope, payload, clock.instant(), 4);
    var deliveries = new ArrayList<NewDelivery>();
    for (EndpointId endpoint : endpoints) {
      deliveries.add(new NewDelivery(new DeliveryId(id, next()), endpoint, PIN));
    }
    return new Routed(event, hash(data), deliveries);
  }

  public AttemptReport report(OpenDelivery delivery, Outcome outcome) {
    return new AttemptReport(
        new AttemptId(delivery.event(), next()),
        delivery.id(),
        delivery.attempts() + 1,
        delivery.manual() ? AttemptReport.Trigger.MANUAL : AttemptReport.Trigger.SCHEDULE,
        clock.instant(),
        Timings.NONE,
        "https://receiver.test/hook",
        List.of(new Header("webhook-id", delivery.id().toString())),
        List.of("order.gone", "订单.名称"),
        outcome,
        "");
  }

  public static Outcome answered(int status) {
    return new Outcome.Answered(
        status, List.of(new Header("server", "test")), "ok".getBytes(UTF_8), 2);
  }

  private static ContentHash hash(String data) {
    return new ContentHash(Sha256.of(data));
  }
}
