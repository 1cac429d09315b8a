package dev.posthouse;

import dev.posthouse.accept.InvalidCounts;
import dev.posthouse.deliver.Certificates;
import dev.posthouse.deliver.LaneState;
import dev.posthouse.oauth.TokenCounts;
import dev.posthouse.store.StoreException;
import dev.posthouse.web.RefusalCounts;
import dev.posthouse.web.ServerCertificate;
import dev.posthouse.web.Visitors;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// What the process counts, as Prometheus reads it. Nothing is counted here: the meters look at the
/// numbers that the parts keep. Labels have few values, known beforehand.
final class Metrics {
  private static final double NANOS_A_SECOND = 1e9;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final App app;
  private final RefusalCounts refusals;
  private final Set<String> refusalsKnown = ConcurrentHashMap.newKeySet();
  private final Set<String> receiveRefusalsKnown = ConcurrentHashMap.newKeySet();
  private final Set<InvalidCounts.Kind> invalidKnown = ConcurrentHashMap.newKeySet();

  /// A counter refers to its source weakly.
  private final List<Object> sources = new ArrayList<>();

  private final Map<LaneState, Integer> lanes = new ConcurrentHashMap<>();

  Metrics(App app, RefusalCounts refusals) {
    this.app = app;
    this.refusals = refusals;
    writes();
    receiving();
    deliveries();
    tokens();
    backlog();
  }

  /// The text of `/metrics`.
  String text() {
    refusals();
    received();
    invalid();
    lanes.clear();
    lanes.putAll(app.dispatcher.laneStates());
    return registry.scrape();
  }

  private void writes() {
    var writes = app.writes;
    count("posthouse.events.accepted", "events stored", Tags.empty(), writes.events::sum);
    count(
        "posthouse.events.duplicate",
        "publishes known already",
        Tags.empty(),
        writes.duplicates::sum);
    count("posthouse.commits", "transactions", Tags.empty(), writes.commits::sum);
    count("posthouse.commit.rows", "rows of these transactions", Tags.empty(), writes.rows::sum);
    count(
        "posthouse.statements", "statements, a batch is one", Tags.empty(), writes.statements::sum);
    count(
        "posthouse.commit.seconds",
        "time spent in transactions, the sync included",
        Tags.empty(),
        () -> (double) writes.commitNanos.sum() / NANOS_A_SECOND);
    count(
        "posthouse.deliveries.expired",
        "open deliveries past retention",
        Tags.empty(),
        writes.expired::sum);
    count("posthouse.events.dropped", "events past retention", Tags.empty(), writes.dropped::sum);
    count(
        "posthouse.days.dropped",
        "days past retention that went at once, on PostgreSQL",
        Tags.empty(),
        writes.days::sum);
    count(
        "posthouse.retention.seconds",
        "time of the writer that clearing up took, at most a fifth of it",
        Tags.empty(),
        () -> (double) writes.sharedNanos.sum() / NANOS_A_SECOND);
    count(
        "posthouse.settles.bare",
        "results kept without foreign text",
        Tags.empty(),
        writes.bare::sum);
  }

  /// The codes are few and constants of ours, but only seen as they come up.
  private void refusals() {
    for (String reason : refusals.byCode().keySet()) {
      if (refusalsKnown.add(reason)) {
        count(
            "posthouse.publishes.refused",
            "publishes turned away",
            Tags.of("reason", reason),
            () -> refusals.byCode().get(reason));
      }
    }
  }

  private void receiving() {
    var receiver = app.receiving.receiver();
    String meaning = "events that sources received, by what came of them";
    String name = "posthouse.received";
    count(name, meaning, Tags.of("result", "stored"), receiver::stored);
    count(name, meaning, Tags.of("result", "duplicate"), receiver::duplicates);
    count(
        "posthouse.received.differing",
        "duplicates with other content than the first",
        Tags.empty(),
        receiver::differing);
    gauge(
        "posthouse.received.memory.used",
        "bytes of requests to sources in flight",
        Tags.empty(),
        receiver.memory()::used);
  }

  /// The reasons are few and constants of ours, but only seen as they come up.
  private void received() {
    var receiver = app.receiving.receiver();
    for (String reason : receiver.refusals().keySet()) {
      if (receiveRefusalsKnown.add(reason)) {
        count(
            "posthouse.received.refused",
            "requests that sources refused",
            Tags.of("reason", reason),
            () -> receiver.refusals().get(reason));
      }
    }
  }

  /// The types are bounded in number, but only seen as they come up.
  private void invalid() {
    for (InvalidCounts.Kind kind : app.invalid.byKind().keySet()) {
      if (invalidKnown.add(kind)) {
        count(
            "posthouse.events.invalid",
            "events that were not as described, those of an unknown type under an empty one",
            Tags.of("type", kind.type(), "decision", kind.decision()),
            () -> app.invalid.byKind().getOrDefault(kind, 0L));
      }
    }
  }

  private void deliveries() {
    var counts = app.dispatcher.counts();
    count("posthouse.deliveries.delivered", "deliveries done", Tags.empty(), counts::delivered);
    count("posthouse.deliveries.failed", "deliveries given up", Tags.empty(), counts::failed);
    count(
        "posthouse.deliveries.retried",
        "attempts with another to follow",
        Tags.empty(),
        counts::retries);
    count(
        "posthouse.settles.moved.on",
        "results whose delivery had moved on",
        Tags.empty(),
        counts::movedOn);
    for (String outcome : counts.attempts().keySet()) {
      count(
          "posthouse.attempts",
          "attempts by what came of them",
          Tags.of("outcome", outcome),
          () -> counts.attempts().get(outcome));
    }
    for (Certificates.Side side : Certificates.Side.values()) {
      gauge(
          "posthouse.certificates.ending",
          "certificates of enabled endpoints that end within 14 days, or have ended",
          Tags.of("side", side.word()),
          () -> app.certificates.ending(side));
    }
    gauge(
        "posthouse.attempts.running", "attempts under way", Tags.empty(), app.dispatcher::running);
    for (LaneState state : LaneState.values()) {
      gauge(
          "posthouse.lanes",
          "lanes by state",
          Tags.of("state", state.word()),
          () -> lanes.getOrDefault(state, 0));
    }
  }

  private void tokens() {
    for (TokenCounts.Result result : TokenCounts.Result.values()) {
      count(
          "posthouse.token.fetches",
          "tokens for receivers that were asked for, by what came of it",
          Tags.of("result", result.word()),
          () -> app.tokens.counts().of(result));
    }
  }

  /// Shows what comes to the listener, too.
  void listener(Visitors visitors, Optional<ServerCertificate> certificate) {
    certificate.ifPresent(this::end);
    String meaning = "connections and requests that were more than one address may have";
    count(
        "posthouse.address.refused",
        meaning,
        Tags.of("what", "connection"),
        visitors::connectionsRefused);
    count(
        "posthouse.address.refused",
        meaning,
        Tags.of("what", "request"),
        visitors::requestsRefused);
    count(
        "posthouse.address.refused",
        meaning,
        Tags.of("what", "handshake"),
        visitors::handshakesRefused);
  }

  private void end(ServerCertificate certificate) {
    gauge(
        "posthouse.listener.certificate.end.seconds",
        "when the listener's certificate ends, in seconds since 1970",
        Tags.empty(),
        () -> certificate.expires().getEpochSecond());
  }

  private void backlog() {
    gauge("posthouse.backlog", "open deliveries", Tags.empty(), app.ledger.backlog()::total);
    gauge(
        "posthouse.appends.waiting",
        "publishes waiting for the writer",
        Tags.empty(),
        app.ledger::waitingAppends);
    gauge(
        "posthouse.memory.used",
        "bytes of bodies in flight",
        Tags.empty(),
        app.around.budget()::used);
    gauge(
        "posthouse.memory.limit",
        "bytes that bodies in flight may take",
        Tags.empty(),
        app.around.budget()::limit);
    gauge(
        "posthouse.oldest.open.seconds",
        "age of the oldest open delivery",
        Tags.empty(),
        this::oldest);
  }

  private Number oldest() {
    try {
      Instant now = app.around.clock().instant();
      return app.ledger.oldestOpen().map(t -> Duration.between(t, now).toSeconds()).orElse(0L);
    } catch (StoreException databaseAway) {
      return Double.NaN;
    }
  }

  private void count(String name, String meaning, Tags tags, Supplier<Number> value) {
    sources.add(value);
    FunctionCounter.builder(name, value, v -> v.get().doubleValue())
        .description(meaning)
        .tags(tags)
        .register(registry);
  }

  private void gauge(String name, String meaning, Tags tags, Supplier<Number> value) {
    Gauge.builder(name, value, v -> v.get().doubleValue())
        .description(meaning)
        .tags(tags)
        .strongReference(true)
        .register(registry);
  }
}
