package dev.posthouse.deliver;

import dev.posthouse.config.Action;
import dev.posthouse.config.Endpoint;
import dev.posthouse.config.EventTypes;
import dev.posthouse.config.Subscription;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.Outcome;
import dev.posthouse.event.Payload;
import dev.posthouse.event.Pin;
import dev.posthouse.oauth.Tokens;
import dev.posthouse.testing.SettableClock;
import dev.posthouse.work.Budget;
import dev.posthouse.work.Heavy;
import dev.posthouse.work.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/// A dispatcher among parts that tests turn by hand: tasks run when told, time passes when told.
final class Courier implements Directory, Tasks, Sender {
  final Gazette gazette = new Gazette();
  final SettableClock clock = new SettableClock();
  final WaitingTable table = new WaitingTable();
  final Map<EndpointId, Endpoint> endpoints = new ConcurrentHashMap<>();
  final Deque<Runnable> tasks = new ArrayDeque<>();
  final List<Request> sent = new ArrayList<>();
  final List<EndpointId> disabled = new ArrayList<>();

  /// Names of tasks that cannot be started.
  final Set<String> refused = new HashSet<>();

  final Budget budget;
  final Dispatcher dispatcher;
  Function<Request, Outcome> receiver = request -> Samples.answered(200);
  Subscription.Body body = Subscription.Body.STANDARD;
  private final AtomicLong ids = new AtomicLong();
  private long deliveries;

  Courier() {
    this(Dispatcher.Limits.DEFAULT, 64 << 20);
  }

  Courier(Dispatcher.Limits limits, long memory) {
    clock.set(Samples.NOON);
    budget = new Budget(memory);
    dispatcher = new Dispatcher(outside(), limits, () -> {});
  }

  Outside outside() {
    return new Outside(
        table,
        this,
        gazette,
        this,
        Tokens.NONE,
        this,
        new Heavy(this, Runnable::run),
        budget,
        clock,
        () -> 0,
        ids::incrementAndGet);
  }

  Endpoint endpoint(Endpoint endpoint) {
    endpoints.put(endpoint.id(), endpoint);
    return endpoint;
  }

  /// A change of configuration, as the root tells it.
  void change(Endpoint endpoint) {
    endpoints.put(endpoint.id(), endpoint);
    dispatcher.endpointChanged(endpoint.id());
  }

  OpenDelivery publish(Endpoint endpoint) {
    return publish(endpoint, Samples.json("{\"n\":1}"));
  }

  /// Commits an event for an endpoint and hands its delivery over.
  OpenDelivery publish(Endpoint endpoint, Payload payload) {
    OpenDelivery delivery = commit(endpoint, payload);
    dispatcher.handOver(List.of(Job.of(delivery, table.eventOf(delivery))));
    return delivery;
  }

  /// Commits without a hand-over, as another node or a former run would have.
  OpenDelivery commit(Endpoint endpoint, Payload payload) {
    OpenDelivery fresh = Samples.delivery(++deliveries, endpoint);
    OpenDelivery delivery = Samples.row(fresh, clock.instant(), 0, 0, 0);
    table.add(delivery, Samples.event(delivery.event().value(), payload));
    return delivery;
  }

  /// Runs tasks until there are none.
  void run() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  /// Lets time pass, waking the timer exactly when it wants to be woken.
  void pass(Duration time) {
    Instant end = clock.instant().plus(time);
    run();
    while (dispatcher.nextWake().filter(wake -> !wake.isAfter(end)).isPresent()) {
      Instant wake = dispatcher.nextWake().orElseThrow();
      clock.set(wake.isAfter(clock.instant()) ? wake : clock.instant());
      dispatcher.step();
      run();
    }
    clock.set(end);
    dispatcher.step();
    run();
  }

  List<String> sentTo() {
    return sent.stream().map(request -> request.url().getPath().substring(1)).toList();
  }

  String end(OpenDelivery delivery) {
    return table.finals.getOrDefault(delivery.id(), "open");
  }

  @Override
  public Optional<Endpoint> endpoint(EndpointId id) {
    return Optional.ofNullable(endpoints.get(id));
  }

  @Override
  public Optional<Subscription> pinned(Pin pin) {
    return Optional.of(Samples.subscription(body));
  }

  @Override
  public Instant enabledSince(EndpointId id) {
    return Instant.EPOCH;
  }

  @Override
  public EventTypes eventTypes() {
    return EventTypes.SHIPPED;
  }

  @Override
  public Optional<String> forbidden(Endpoint endpoint) {
    return Optional.empty();
  }

  @Override
  public void disable(EndpointId id, Action why) {
    disabled.add(id);
    change(Samples.enabled(endpoint(id).orElseThrow(), false));
  }

  @Override
  public void start(String name, Runnable task) {
    if (refused.contains(name)) {
      throw new IllegalStateException("no thread for " + name);
    }
    tasks.add(task);
  }

  @Override
  public <T> T await(CompletableFuture<T> result) {
    return result.join();
  }

  @Override
  public Sent send(Request request) {
    sent.add(request);
    return new Sent(receiver.apply(request), Duration.ZERO, Duration.ZERO, Duration.ZERO);
  }
}
