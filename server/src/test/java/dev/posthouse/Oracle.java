package dev.posthouse;

import dev.posthouse.config.Endpoint;
import dev.posthouse.config.EndpointForm;
import dev.posthouse.config.Hold;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Outcome;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.sim.Model;
import dev.posthouse.sim.Rule;
import dev.posthouse.sim.Seen;
import dev.posthouse.sim.Traffic;
import dev.posthouse.work.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import tools.jackson.databind.JsonNode;

/// Holds the world against the model: tells it all that happens, shows it the tables after every
/// commit, and keeps what it has to object.
@NullMarked
final class Oracle implements FakeNetwork.Watch {
  private final World world;
  private final Model model;
  final PausePromises pauses;
  private final Traffic traffic = new Traffic();
  private final List<String> objections = new ArrayList<>();
  private final IdentityHashMap<FakeNetwork.Sending, Model.Terms> terms = new IdentityHashMap<>();
  private final Map<JsonNode, List<Rule>> meanings = new HashMap<>();
  private long commits;
  private long revision = -1;
  private List<Hold> holds = List.of();

  Oracle(World world, Duration retention) {
    this.world = world;
    model = new Model(retention);
    pauses = new PausePromises(world);
    understand("[]", List.of());
    Menu.RULES.forEach(this::understand);
  }

  Model model() {
    return model;
  }

  List<String> objections() {
    return objections;
  }

  void killed() {
    model.killed();
    traffic.forget();
    pauses.killed();
    commits = 0;
  }

  void clockIsSet() {
    model.time(now());
    traffic.forget();
  }

  /// After each step: if anything was written, the tables must be as the model allows.
  void look() {
    lookAtConfiguration();
    if (world.database.commits() == commits) {
      return;
    }
    commits = world.database.commits();
    Map<DeliveryId, Seen> tables = world.books.standing();
    model
        .look(tables, world.books::attemptsOf, world.books::hasEndpoint, now())
        .forEach(this::object);
    if (world.books.number("select count(*) from attempt") != model.tries()) {
      object("there are attempts that changed nothing");
    }
    long open = tables.values().stream().filter(Seen::open).count();
    if (world.app.ledger.writable() && world.app.ledger.backlog().total() != open) {
      object("the backlog is %d, not %d".formatted(world.app.ledger.backlog().total(), open));
    }
  }

  private void lookAtConfiguration() {
    var current = world.app.catalogue.current();
    List<Hold> held = world.app.holds.all();
    held.forEach(this::waits);
    if (current.number() == revision && held.equals(holds)) {
      return;
    }
    revision = current.number();
    holds = held;
    for (Endpoint endpoint : current.endpoints().values()) {
      model.configured(endpoint.id(), endpoint.retry(), endpoint.enabled(), now());
      traffic.configured(endpoint.id(), limits(endpoint), world.time.elapsed());
    }
  }

  /// While an endpoint is released slowly, the slower of its two rates is the limit.
  private Traffic.Limits limits(Endpoint endpoint) {
    Optional<Hold> release =
        holds.stream()
            .filter(hold -> hold.resource() == endpoint.id().value())
            .filter(hold -> hold.state() == Hold.State.RELEASING)
            .findFirst();
    Optional<Rate> rate =
        Stream.concat(endpoint.rate().stream(), release.flatMap(Hold::rate).stream())
            .min(Comparator.comparingDouble(r -> (double) r.starts() / r.window().toMillis()));
    return new Traffic.Limits(endpoint.revision(), endpoint.concurrency(), rate);
  }

  /// The age of what has waited does not run until it is released.
  private void waits(Hold hold) {
    Instant until = hold.state() == Hold.State.RELEASED ? hold.since() : now();
    switch (hold.kind()) {
      case ENDPOINT -> model.waits(new EndpointId(hold.resource()), until);
      case SUBSCRIPTION ->
          world
              .app
              .catalogue
              .current()
              .subscription(new SubscriptionId(hold.resource()))
              .ifPresent(subscription -> model.waits(subscription.endpoint(), until));
    }
  }

  @Override
  public void departs(FakeNetwork.Sending sending) {
    pauses.departs(sending);
    lookAtConfiguration();
    Optional<Endpoint> to = endpointOf(sending);
    if (to.isEmpty()) {
      object("sent to nobody: " + sending);
      return;
    }
    Endpoint endpoint = to.get();
    terms.put(sending, new Model.Terms(endpoint.retry(), meaning(endpoint)));
    DeliveryId delivery = id(sending);
    model
        .departs(delivery, number(sending), endpoint.id(), now())
        .ifPresent(what -> object(sending + ": " + what));
    traffic
        .departs(
            new Traffic.Departure(
                delivery,
                endpoint.id(),
                sending.body(),
                onTheWire(endpoint.id()),
                now(),
                world.time.elapsed()))
        .ifPresent(what -> object(sending + ": " + what));
  }

  /// Whom a request was sent to, as far as that is still there.
  Optional<Endpoint> endpointOf(FakeNetwork.Sending sending) {
    return world.app.catalogue.current().endpoints().values().stream()
        .filter(endpoint -> endpoint.url().equals(sending.request.url()))
        .findFirst();
  }

  private int onTheWire(EndpointId endpoint) {
    return (int)
        world.network.onTheWire().stream()
            .filter(other -> endpointOf(other).filter(e -> e.id().equals(endpoint)).isPresent())
            .count();
  }

  @Override
  public void arrives(FakeNetwork.Sending sending, Outcome outcome) {
    Model.Terms sentUnder = terms.remove(sending);
    if (sentUnder != null) {
      Instant until = model.answered(id(sending), number(sending), sentUnder, outcome, now());
      endpointOf(sending).ifPresent(e -> traffic.closed(e.id(), until, world.time.elapsed()));
    }
  }

  /// Tells what error rules mean, written as they are configured.
  void understand(String rules, List<Rule> meaning) {
    meanings.put(People.json(rules), meaning);
  }

  private List<Rule> meaning(Endpoint endpoint) {
    JsonNode rules = EndpointForm.write(endpoint).path("errorRules");
    return Objects.requireNonNull(meanings.get(rules), rules::toString);
  }

  /// Whether an answer that is just coming means that the delivery is delivered.
  boolean delivers(FakeNetwork.Sending sending, Outcome.Answered answer) {
    Model.Terms sentUnder = terms.get(sending);
    return sentUnder != null && sentUnder.deliver(answer);
  }

  private static DeliveryId id(FakeNetwork.Sending sending) {
    return DeliveryId.parse(sending.webhookId());
  }

  private static int number(FakeNetwork.Sending sending) {
    return Integer.parseInt(sending.header("posthouse-attempt"));
  }

  private Instant now() {
    return world.time.wall().instant();
  }

  private void object(String what) {
    world.note("BROKEN " + what);
    objections.add(what);
  }
}
