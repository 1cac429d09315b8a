package dev.posthouse.accept;

import dev.posthouse.config.Endpoint;
import dev.posthouse.config.Journal;
import dev.posthouse.config.Snapshot;
import dev.posthouse.config.Standing;
import dev.posthouse.config.Standings;
import dev.posthouse.config.UrlMask;
import dev.posthouse.deliver.Bulletin;
import dev.posthouse.event.ContentHash;
import dev.posthouse.event.Envelope;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.Notice;
import dev.posthouse.event.Origin;
import dev.posthouse.event.Outcome;
import dev.posthouse.event.Payload;
import dev.posthouse.event.Routed;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/// Makes the events by which Posthouse tells a tenant how its endpoints and deliveries fare. Each
/// is stored in one transaction with the fact that it tells; what becomes of it is up to the
/// tenant's subscriptions, as with any event.
public final class Notices implements Bulletin, Journal.Herald {
  private final Routes routes;
  private final Supplier<Snapshot> configuration;
  private final Standings standings;
  private final InstantSource clock;

  public Notices(
      Routes routes, Supplier<Snapshot> configuration, Standings standings, InstantSource clock) {
    this.routes = routes;
    this.configuration = configuration;
    this.standings = standings;
    this.clock = clock;
  }

  @Override
  public void fails(Endpoint endpoint, Instant since, int failures, String lastError)
      throws InterruptedException {
    ObjectNode data = about(endpoint);
    data.put("since", since.toString());
    data.put("failures", failures);
    data.put("last_error", plain(lastError));
    var standing =
        new Standing(
            endpoint.id(), endpoint.tenant(), Standing.State.FAILING, since, plain(lastError));
    standings.fails(standing, routed(endpoint, Notice.ENDPOINT_FAILING, data));
  }

  @Override
  public void recovers(Endpoint endpoint, Instant since) throws InterruptedException {
    ObjectNode data = about(endpoint);
    data.put("since", since.toString());
    data.put("recovered_at", clock.instant().toString());
    standings.recovers(endpoint.id(), routed(endpoint, Notice.ENDPOINT_RECOVERED, data));
  }

  @Override
  public Optional<Routed> disabled(Endpoint endpoint, Standing standing, String who) {
    ObjectNode data = about(endpoint);
    data.put("reason", standing.cause());
    data.put("disabled_at", standing.since().toString());
    data.put("by", plain(who));
    return Optional.of(routed(endpoint, Notice.ENDPOINT_DISABLED, data));
  }

  @Override
  public Optional<Routed> failed(Loss loss) {
    ObjectNode data = Json.object();
    ObjectNode delivery = data.putObject("delivery");
    delivery.put("id", loss.delivery().id().toString());
    delivery.put("reason", loss.reason().word());
    delivery.put("attempts", loss.report().number());
    Outcome outcome = loss.report().outcome();
    delivery.put(
        "last_error",
        outcome instanceof Outcome.Answered answer
            ? String.valueOf(answer.status())
            : plain(outcome.kind() + ": " + outcome.detail()));
    data.set("endpoint", about(loss.endpoint()).get("endpoint"));
    data.putObject("event")
        .put("id", loss.event().id().toString())
        .put("type", loss.event().type());
    data.put("subscription", loss.delivery().pin().subscription().toString());
    return Optional.of(routed(loss.endpoint(), Notice.DELIVERY_FAILED, data));
  }

  private static ObjectNode about(Endpoint endpoint) {
    ObjectNode data = Json.object();
    data.putObject("endpoint")
        .put("id", endpoint.id().toString())
        .put("name", endpoint.name())
        .put("url", UrlMask.mask(endpoint.url()));
    return data;
  }

  /// What others said may hold anything.
  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  private Routed routed(Endpoint endpoint, Notice notice, ObjectNode data) {
    return tell(endpoint.tenant(), endpoint.id().toString(), notice, data);
  }

  /// What is to be told of something of a tenant's, ready to be stored.
  ///
  /// @param subject its id
  public Routed tell(TenantId tenant, String subject, Notice notice, ObjectNode data) {
    Instant now = clock.instant();
    var envelope = new Envelope(notice.type(), subject, now, "", "", Map.of());
    int version =
        configuration
            .get()
            .types()
            .described(tenant, notice.type(), 0)
            .map(type -> type.version())
            .orElse(0);
    var payload = new Payload(Payload.JSON, Json.bytes(data), version);
    var hash = ContentHash.of(envelope, Optional.empty(), payload);
    return routes.route(
        new NewEvent(tenant, new Origin(Notice.SOURCE, ""), envelope, payload, hash), now);
  }
}
