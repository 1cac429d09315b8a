package dev.posthouse.deliver;

import dev.posthouse.config.Action;
import dev.posthouse.config.Endpoint;
import dev.posthouse.config.EventTypes;
import dev.posthouse.config.Retry;
import dev.posthouse.config.Subscription;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Event;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.OpenDelivery.Mark;
import dev.posthouse.event.Outcome;
import dev.posthouse.event.Pin;
import dev.posthouse.oauth.Tokens;
import dev.posthouse.work.Budget;
import dev.posthouse.work.Heavy;
import dev.posthouse.work.Tasks;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// A dispatcher on real threads and real time: tasks are virtual threads, commits come late and in
/// batches, receivers answer anything. Notes every breach of what a lane promises.
final class Mob implements Directory, Tasks, Sender, AutoCloseable {
  private static final Retry SOON =
      new Retry(new Retry.Fixed(Duration.ofMillis(3)), 4, Optional.empty());

  private final Map<EndpointId, Endpoint> endpoints;
  private final InstantSource clock = InstantSource.system();
  private final WaitingTable table = new WaitingTable();
  private final Budget budget = new Budget(1 << 20);
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private final Map<String, Boolean> onTheWire = new ConcurrentHashMap<>();
  private final Set<String> succeeded = ConcurrentHashMap.newKeySet();
  private final Map<URI, AtomicInteger> running = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private final AtomicLong deliveries = new AtomicLong();
  private final Semaphore wake = new Semaphore(0);
  private final ExecutorService writer = Executors.newSingleThreadExecutor();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Dispatcher dispatcher;
  private final Thread timer;

  Mob(Map<EndpointId, Endpoint> endpoints, long seed) {
    this.endpoints = new ConcurrentHashMap<>();
    endpoints.forEach((id, endpoint) -> this.endpoints.put(id, Samples.retried(endpoint, SOON)));
    var dice = new SplittableRandom(seed);
    var outside =
        new Outside(
            slow(),
            this,
            new Gazette(),
            this,
            Tokens.NONE,
            this,
            new Heavy(this, Runnable::run),
            budget,
            clock,
            dice,
            ids::incrementAndGet);
    dispatcher = new Dispatcher(outside, new Dispatcher.Limits(60, 100_000), wake::release);
    timer = Thread.ofPlatform().start(this::keepTime);
  }

  /// Waits exactly until the next due or a signal, as the product does.
  private void keepTime() {
    try {
      while (true) {
        dispatcher.step();
        Optional<Instant> next = dispatcher.nextWake();
        if (next.isPresent()) {
          long nanos = Duration.between(clock.instant(), next.get()).toNanos();
          var _ = wake.tryAcquire(nanos, TimeUnit.NANOSECONDS);
        } else {
          wake.acquire();
        }
        wake.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The table, but its commits come from one other thread.
  private Work slow() {
    return new SlowCommits(table, writer);
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  WaitingTable table() {
    return table;
  }

  Budget budget() {
    return budget;
  }

  Queue<String> violations() {
    return violations;
  }

  Endpoint endpoint(long number) {
    return endpoint(new EndpointId(number)).orElseThrow();
  }

  /// Commits an event for an endpoint and hands its delivery over before a result can commit, as
  /// the ledger's writer does.
  OpenDelivery publish(Endpoint endpoint) {
    return CompletableFuture.supplyAsync(() -> committed(endpoint), writer).join();
  }

  private OpenDelivery committed(Endpoint endpoint) {
    OpenDelivery fresh = Samples.delivery(deliveries.incrementAndGet(), endpoint);
    OpenDelivery delivery = Samples.row(fresh, clock.instant(), 0, 0, 0);
    Event event = Samples.event(delivery.event().value(), Samples.json("{}"));
    table.add(delivery, event);
    dispatcher.handOver(List.of(Job.of(delivery, event)));
    return delivery;
  }

  void change(Endpoint endpoint) {
    endpoints.put(endpoint.id(), endpoint);
    dispatcher.endpointChanged(endpoint.id());
  }

  void mark(OpenDelivery delivery, Mark mark) {
    if (table.change(delivery.id(), row -> Samples.marked(row, mark))) {
      dispatcher.cancelled(delivery.endpoint(), delivery.id());
    }
  }

  void want(OpenDelivery delivery) {
    if (table.change(
        delivery.id(),
        row -> Samples.row(row, row.due(), row.attempts(), row.counted(), row.extra() + 1))) {
      dispatcher.wanted(delivery.endpoint());
    }
  }

  /// Enables every endpoint.
  void calm() {
    for (Endpoint endpoint : endpoints.values()) {
      change(Samples.enabled(endpoint, true));
    }
  }

  void awaitAllFinal() throws InterruptedException {
    table.awaitEmpty();
  }

  @Override
  public Optional<Endpoint> endpoint(EndpointId id) {
    return Optional.ofNullable(endpoints.get(id));
  }

  @Override
  public Optional<Subscription> pinned(Pin pin) {
    return Optional.of(Samples.subscription(Subscription.Body.RAW));
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
    change(Samples.enabled(endpoint(id).orElseThrow(), false));
  }

  @Override
  public void start(String name, Runnable task) {
    threads.execute(task);
  }

  @Override
  public <T> T await(CompletableFuture<T> result) {
    return result.join();
  }

  @Override
  public Sent send(Request request) {
    String id = id(request);
    AtomicInteger count = running.computeIfAbsent(request.url(), u -> new AtomicInteger());
    if (onTheWire.put(id, true) != null) {
      violations.add(id + " is on the wire twice");
    }
    if (count.incrementAndGet() > 5) {
      violations.add("more than 5 at once to " + request.url());
    }
    if (succeeded.contains(id)) {
      violations.add(id + " is sent again after its success");
    }
    try {
      Outcome answer = answer();
      if (answer instanceof Outcome.Answered answered && answered.success()) {
        succeeded.add(id);
      }
      return new Sent(answer, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    } finally {
      count.decrementAndGet();
      onTheWire.remove(id);
    }
  }

  private static Outcome answer() {
    int chance = ThreadLocalRandom.current().nextInt(100);
    LockSupport.parkNanos(chance * 2_000L);
    return switch (chance) {
      case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 -> Samples.answered(500);
      case 10, 11, 12 -> new Outcome.TimedOut(Outcome.Phase.EXCHANGE);
      case 13 -> throw new IllegalStateException("broken");
      default -> Samples.answered(200);
    };
  }

  private static String id(Request request) {
    return request.headers().stream()
        .filter(header -> header.name().equals("webhook-id"))
        .findFirst()
        .orElseThrow()
        .value();
  }

  @Override
  public void close() {
    timer.interrupt();
    threads.close();
    writer.close();
  }
}
