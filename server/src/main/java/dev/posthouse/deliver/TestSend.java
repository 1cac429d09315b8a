package dev.posthouse.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.config.Endpoint;
import dev.posthouse.config.Subscription.Body;
import dev.posthouse.event.AttemptReport;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.Envelope;
import dev.posthouse.event.Event;
import dev.posthouse.event.EventId;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.Origin;
import dev.posthouse.event.Payload;
import dev.posthouse.event.Pin;
import dev.posthouse.event.SubscriptionId;
import java.time.Instant;
import java.util.Map;

/// Sends a signed test event to an endpoint, past its lane. Nothing is stored.
public final class TestSend {
  public static final String TYPE = "posthouse.test";
  private static final String DATA = "{\"message\":\"This is a test from Posthouse.\"}";

  private final Outside outside;
  private final Requests requests = new Requests();
  private final Authorised authorised;

  public TestSend(Outside outside) {
    this.outside = outside;
    this.authorised = new Authorised(outside.tokens(), outside.sender());
  }

  /// What was sent, and what came of it. Blocks for at most the endpoint's timeout, and while a
  /// token is fetched.
  public AttemptReport run(Endpoint endpoint) {
    Event event = event(endpoint);
    var trial = new Trial(delivery(event, endpoint), endpoint, event.accepted());
    try {
      Rendered body = Renderer.render(event, Body.STANDARD, trial.delivery().id());
      Request request = requests.request(trial.letter(body), endpoint, trial.started());
      Unsendable.refuseForbidden(outside.directory(), endpoint);
      Request ready = authorised.ready(request, endpoint);
      trial.sent(authorised.send(trial.sending(ready), endpoint));
    } catch (RuntimeException | InterruptedException ours) {
      trial.broke(ours);
    }
    return trial.report(outside.ids().next(), "");
  }

  private Event event(Endpoint endpoint) {
    Instant now = outside.clock().instant();
    return new Event(
        new EventId(outside.ids().next()),
        endpoint.tenant(),
        new Origin("", ""),
        new Envelope(TYPE, "", now, "", "", Map.of()),
        new Payload(Payload.JSON, DATA.getBytes(UTF_8)),
        now,
        0);
  }

  private OpenDelivery delivery(Event event, Endpoint endpoint) {
    return new OpenDelivery(
        new DeliveryId(event.id(), outside.ids().next()),
        endpoint.tenant(),
        endpoint.id(),
        new Pin(new SubscriptionId(0), 0),
        event.accepted(),
        0,
        0,
        1,
        0,
        OpenDelivery.Mark.NONE);
  }
}
