package dev.posthouse.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.access.Secret;
import dev.posthouse.config.Auth;
import dev.posthouse.config.Endpoint;
import dev.posthouse.config.HealthPolicy;
import dev.posthouse.config.Retry;
import dev.posthouse.config.Signing;
import dev.posthouse.config.Subscription;
import dev.posthouse.config.Tls;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Envelope;
import dev.posthouse.event.Event;
import dev.posthouse.event.EventId;
import dev.posthouse.event.Header;
import dev.posthouse.event.Ids;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.OpenDelivery.Mark;
import dev.posthouse.event.Origin;
import dev.posthouse.event.Outcome;
import dev.posthouse.event.Payload;
import dev.posthouse.event.Pin;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import dev.posthouse.work.Rate;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Endpoints, events and deliveries as the tests of this package want them.
final class Samples {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  static final Retry THREE_TIMES =
      new Retry(new Retry.Fixed(Duration.ofSeconds(10)), 3, Optional.empty());

  private Samples() {}

  static Endpoint endpoint(long id) {
    return endpoint(id, 1, 64, Optional.empty());
  }

  static Endpoint endpoint(long id, long tenant, int concurrency, Optional<Rate> rate) {
    return new Endpoint(
        new EndpointId(id),
        new TenantId(tenant),
        "endpoint " + id,
        1,
        URI.create("https://receiver.test/" + id),
        "POST",
        List.of(),
        new Auth.None(),
        new Signing(Signing.Scheme.V1, List.of(new Signing.Key(new Secret(SECRET), Instant.MAX))),
        Endpoint.WebhookId.DELIVERY,
        Duration.ofSeconds(30),
        THREE_TIMES,
        List.of(),
        HealthPolicy.STANDARD,
        rate,
        concurrency,
        Tls.DEFAULT,
        List.of(),
        true);
  }

  static Endpoint enabled(Endpoint e, boolean enabled) {
    return new Endpoint(
        e.id(),
        e.tenant(),
        e.name(),
        e.revision(),
        e.url(),
        e.method(),
        e.headers(),
        e.auth(),
        e.signing(),
        e.webhookId(),
        e.timeout(),
        e.retry(),
        e.errorRules(),
        e.health(),
        e.rate(),
        e.concurrency(),
        e.tls(),
        e.allowedIps(),
        enabled);
  }

  static Endpoint retried(Endpoint e, Retry retry) {
    return new Endpoint(
        e.id(),
        e.tenant(),
        e.name(),
        e.revision(),
        e.url(),
        e.method(),
        e.headers(),
        e.auth(),
        e.signing(),
        e.webhookId(),
        e.timeout(),
        retry,
        e.errorRules(),
        e.health(),
        e.rate(),
        e.concurrency(),
        e.tls(),
        e.allowedIps(),
        e.enabled());
  }

  static Endpoint signed(Endpoint e, Signing signing) {
    return new Endpoint(
        e.id(),
        e.tenant(),
        e.name(),
        e.revision(),
        e.url(),
        e.method(),
        e.headers(),
        e.auth(),
        signing,
        e.webhookId(),
        e.timeout(),
        e.retry(),
        e.errorRules(),
        e.health(),
        e.rate(),
        e.concurrency(),
        e.tls(),
        e.allowedIps(),
        e.enabled());
  }

  static Endpoint authenticated(Endpoint e, Auth auth, List<Header> headers) {
    return new Endpoint(
        e.id(),
        e.tenant(),
        e.name(),
        e.revision(),
        e.url(),
        e.method(),
        headers,
        auth,
        e.signing(),
        e.webhookId(),
        e.timeout(),
        e.retry(),
        e.errorRules(),
        e.health(),
        e.rate(),
        e.concurrency(),
        e.tls(),
        e.allowedIps(),
        e.enabled());
  }

  /// Delivering does not look at the filter.
  @SuppressWarnings("NullAway")
  static Subscription subscription(Subscription.Body body) {
    return new Subscription(
        new SubscriptionId(1),
        new TenantId(1),
        "all",
        1,
        new EndpointId(1),
        List.of(),
        null,
        body,
        true);
  }

  static Event event(long id, Payload payload) {
    return new Event(
        new EventId(id),
        new TenantId(1),
        new Origin("", ""),
        new Envelope("order.created", "", NOON, "", "", Map.of()),
        payload,
        NOON,
        1);
  }

  static Payload json(String text) {
    return new Payload(Payload.JSON, text.getBytes(UTF_8));
  }

  static final DeliveryId DELIVERY = new DeliveryId(new EventId(Ids.floor(NOON) + 1), 1);

  /// A delivery that was never tried, due at noon. Its event's id tells that it was accepted then.
  static OpenDelivery delivery(long number, Endpoint endpoint) {
    return new OpenDelivery(
        new DeliveryId(new EventId(Ids.floor(NOON) + number), number),
        endpoint.tenant(),
        endpoint.id(),
        new Pin(new SubscriptionId(1), 1),
        NOON,
        0,
        0,
        0,
        1,
        Mark.NONE);
  }

  static OpenDelivery row(OpenDelivery d, Instant due, int attempts, int counted, int extra) {
    return new OpenDelivery(
        d.id(),
        d.tenant(),
        d.endpoint(),
        d.pin(),
        due,
        attempts,
        counted,
        extra,
        d.owner(),
        d.mark());
  }

  static OpenDelivery marked(OpenDelivery d, Mark mark) {
    return new OpenDelivery(
        d.id(),
        d.tenant(),
        d.endpoint(),
        d.pin(),
        d.due(),
        d.attempts(),
        d.counted(),
        d.extra(),
        d.owner(),
        mark);
  }

  static Outcome answered(int status, Header... headers) {
    return new Outcome.Answered(status, List.of(headers), new byte[0], 0);
  }
}
