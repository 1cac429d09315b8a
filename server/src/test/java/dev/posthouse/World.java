package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.posthouse.accept.Acceptance;
import dev.posthouse.access.Secret;
import dev.posthouse.access.Tenant;
import dev.posthouse.config.Endpoint;
import dev.posthouse.deliver.Interventions.Retried;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.Origin;
import dev.posthouse.event.TenantId;
import dev.posthouse.net.AddressRules;
import dev.posthouse.net.OwnSockets;
import dev.posthouse.store.Database;
import dev.posthouse.store.Deliveries.Cancelled;
import dev.posthouse.store.FlakyDatabase;
import dev.posthouse.testing.Events;
import dev.posthouse.work.Budget;
import dev.posthouse.work.Heavy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.NullMarked;

/// The whole product on a real database, with time, chance, threads and the network in the hand of
/// a test. Nothing happens but by a step; who takes each step is chosen by the seed.
@NullMarked
final class World implements AutoCloseable {
  /// Attempts at once in the whole house.
  static final int CONCURRENCY = 64;

  private static final int LIVELOCK = 200_000;
  private static final Duration RECONNECT = Duration.ofMillis(250);

  final SimulatedTime time = new SimulatedTime();
  final List<String> trace = new ArrayList<>();
  final OneAtATime tasks = new OneAtATime(this::note);
  final Invariants invariants = new Invariants(this);
  final FakeNetwork network = new FakeNetwork(tasks, time, invariants);
  final People people = new People(this);
  final Books books;
  final List<Publish> published = new ArrayList<>();
  private final Path folder;
  private final Database real;
  private final int concurrency;
  private final Random choices;
  private final Random dice;
  private final SeededRandom secrets;
  private final Events ids = new Events(time.wall());
  private boolean writerRested;
  private int kills;
  FlakyDatabase database;
  App app;

  /// A publish and its answer, once there is one.
  record Publish(List<NewEvent> events, CompletableFuture<Acceptance> answer) {
    String word() {
      return answer.isDone() ? answer.join().getClass().getSimpleName() : "unanswered";
    }
  }

  /// @param real empty; the caller closes it after the world
  /// @param concurrency attempts at once in the whole house
  World(Database real, Path folder, long seed, int concurrency) {
    this.real = real;
    this.folder = folder;
    this.concurrency = concurrency;
    choices = new Random(seed);
    dice = new Random(seed + 1);
    secrets = new SeededRandom(seed + 2);
    books = new Books(real);
    database = new FlakyDatabase(real);
    app = begin();
    done("start", this::start);
  }

  private App begin() {
    var installation =
        new App.Installation(
            database,
            "node-1",
            folder,
            new Secret("an-admin-key-for-tests"),
            new Secret(""),
            new AddressRules(List.of(), false, new OwnSockets(address -> false)),
            Duration.ofDays(400),
            concurrency);
    return new App(installation, surroundings());
  }

  private Surroundings surroundings() {
    return new Surroundings(
        time.wall(),
        time::nanos,
        secrets,
        dice,
        ids,
        tasks,
        new Heavy(tasks, task -> tasks.start("heavy", task)),
        new Budget(64 << 20),
        network,
        () -> {});
  }

  private boolean start() throws InterruptedException {
    app.start();
    return true;
  }

  // Steps.

  /// The process is gone, in the middle of whatever it was at, and another one starts.
  void restart() {
    kills++;
    note("kill");
    invariants.beforeKill();
    database.die();
    network.cutOff();
    tasks.kill();
    database = new FlakyDatabase(real);
    app = begin();
    done("start", this::start);
  }

  int kills() {
    return kills;
  }

  @CanIgnoreReturnValue
  int stepWriter() {
    int commands = app.writerStep();
    writerRested = commands == 0;
    note("writer " + commands);
    return commands;
  }

  void stepTimer() {
    note("timer " + app.timerStep());
  }

  void keepHouse() {
    tasks.start(
        "housekeeping",
        () -> {
          try {
            app.housekeepingStep();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /// One step of somebody who has something to do. Returns whether there was anybody.
  boolean turn() {
    int ready = tasks.ready();
    boolean writer = !writerRested && !(app.ledger.idle() && app.ledger.writable());
    boolean timer = untilWake().isZero();
    int options = ready + (writer ? 1 : 0) + (timer ? 1 : 0);
    if (options == 0) {
      return false;
    }
    int choice = choices.nextInt(options);
    if (choice < ready) {
      tasks.turn(choice);
      writerRested = false;
    } else if (writer && choice == ready) {
      stepWriter();
    } else {
      stepTimer();
      writerRested = false;
    }
    return true;
  }

  /// Steps until nobody has anything to do before time passes.
  void calm() {
    for (int steps = 0; turn(); steps++) {
      assertThat(steps).as("a loop without end").isLessThan(LIVELOCK);
    }
  }

  /// Lets time pass, stopping wherever something is to happen.
  void advance(Duration by) {
    Duration end = time.elapsed().plus(by);
    Duration every = longer(Housekeeping.EVERY, by.dividedBy(40));
    Duration keep = time.elapsed().plus(every);
    calm();
    while (time.elapsed().compareTo(end) < 0) {
      Duration next = shorter(shorter(end, keep), time.elapsed().plus(untilNext()));
      pass(next.minus(time.elapsed()));
      if (next.equals(keep)) {
        keepHouse();
        keep = keep.plus(every);
      }
      calm();
    }
  }

  private void pass(Duration by) {
    time.pass(longer(by, Duration.ofNanos(1_000)));
    writerRested = false;
    note("time " + time.elapsed());
  }

  private Duration untilNext() {
    Duration next = untilWake();
    Duration answer =
        network.nextEnd().map(end -> end.minus(time.elapsed())).orElse(Duration.ofDays(1));
    Duration retry = app.ledger.writable() ? Duration.ofDays(1) : RECONNECT;
    return shorter(next, shorter(answer, retry));
  }

  private Duration untilWake() {
    Instant now = time.wall().instant();
    return app.dispatcher
        .nextWake()
        .filter(wake -> wake.isBefore(now.plus(Duration.ofDays(1))))
        .map(wake -> longer(Duration.between(now, wake), Duration.ZERO))
        .orElse(Duration.ofDays(1));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  // What people do.

  /// Starts something that a person asks for; steps bring its answer.
  <T> CompletableFuture<T> ask(String name, Callable<T> action) {
    var answer = new CompletableFuture<T>();
    tasks.start(
        name,
        () -> {
          try {
            answer.complete(action.call());
          } catch (Exception e) {
            note("refused " + name + " " + e.getMessage());
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  /// The same for somebody who does not wait for the answer.
  void start(String name, Callable<?> action) {
    var _ = ask(name, action);
  }

  /// Does something to its end, in whatever order the rest goes on.
  @CanIgnoreReturnValue
  <T> T done(String name, Callable<T> action) {
    CompletableFuture<T> answer = ask(name, action);
    for (int steps = 0; !answer.isDone(); steps++) {
      assertThat(turn() && steps < LIVELOCK).as("%s has no end", name).isTrue();
    }
    return answer.join();
  }

  @CanIgnoreReturnValue
  Publish publish(String type, String data) {
    return publish(people.event(type, new Origin("", ""), data));
  }

  @CanIgnoreReturnValue
  Publish publish(NewEvent... events) {
    var answer = ask("publish", () -> app.acceptor.accept(tenant(), Arrays.asList(events), false));
    var publish = new Publish(List.of(events), answer);
    published.add(publish);
    return publish;
  }

  /// An endpoint at `https://NAME.test/` with a subscription to `NAME.*`.
  Endpoint endpoint(String name, String more) {
    Endpoint endpoint = done("configure", () -> people.create(name, more));
    done("configure", () -> people.subscribe(name, endpoint, ""));
    return endpoint;
  }

  @CanIgnoreReturnValue
  Endpoint patch(Endpoint endpoint, String patch) {
    return done("configure", () -> people.patched(endpoint, patch));
  }

  void remove(Endpoint endpoint) {
    done("remove", () -> people.removed(endpoint));
  }

  @CanIgnoreReturnValue
  CompletableFuture<Cancelled> cancel(DeliveryId id) {
    return ask("cancel", () -> app.interventions.cancel(tenant(), id));
  }

  @CanIgnoreReturnValue
  CompletableFuture<Retried> retry(DeliveryId id) {
    invariants.retryWanted(id);
    return ask("retry", () -> app.interventions.retry(tenant(), id));
  }

  TenantId tenant() {
    return app.tenants.find(Tenant.DEFAULT).orElseThrow();
  }

  /// How the deliveries stand, in order of their events.
  List<String> ends() {
    return List.copyOf(books.ends().values());
  }

  DeliveryId delivery(int number) {
    return List.copyOf(books.ends().keySet()).get(number);
  }

  void note(String line) {
    trace.add(line);
  }

  /// Everything that happened and what was stored, as text.
  String story() {
    return String.join("\n", trace) + "\n" + books.text();
  }

  /// Checks what must hold after every test.
  @Override
  public void close() {
    try {
      calm();
      invariants.check();
    } finally {
      database.die();
      tasks.kill();
    }
  }
}
