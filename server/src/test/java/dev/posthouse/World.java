package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.posthouse.accept.Acceptance;
import dev.posthouse.access.Secret;
import dev.posthouse.access.Tenant;
import dev.posthouse.config.Endpoint;
import dev.posthouse.deliver.Interventions.Retried;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EventId;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.Origin;
import dev.posthouse.event.TenantId;
import dev.posthouse.net.AddressRules;
import dev.posthouse.net.OwnSockets;
import dev.posthouse.store.Database;
import dev.posthouse.store.Deliveries.Cancelled;
import dev.posthouse.store.FaultyDatabase;
import dev.posthouse.store.StoreException;
import dev.posthouse.testing.Events;
import dev.posthouse.work.Budget;
import dev.posthouse.work.Heavy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.NullMarked;

/// The whole product on a real database, with time, chance, threads and the network in the hand of
/// a test. Nothing happens but by a step; who takes each step is chosen by the seed.
@NullMarked
final class World implements AutoCloseable {
  private static final int LIVELOCK = 200_000;

  final SimulatedTime time = new SimulatedTime();
  final List<String> trace = new ArrayList<>();
  final OneAtATime tasks = new OneAtATime(this::note);
  final Invariants invariants = new Invariants(this);
  final Oracle oracle;
  final FakeNetwork network;
  final People people = new People(this, Tenant.DEFAULT);
  final Books books;
  private final Passage passage = new Passage(this);
  final List<Publish> published = new ArrayList<>();
  final Set<EventId> replayed = new HashSet<>();
  private final Path folder;
  private final Database real;
  final House house;
  private final Nth nth;
  private final Random choices;
  private final Random dice;
  private final SeededRandom secrets;
  private final Events ids = new Events(time.wall());
  private boolean writerRested;
  private boolean starting;
  private int kills;
  FaultyDatabase database;
  App app;

  /// A publish and its answer, once there is one.
  record Publish(List<NewEvent> events, CompletableFuture<Acceptance> answer) {
    String word() {
      return answer.isDone() ? answer.join().getClass().getSimpleName() : "unanswered";
    }
  }

  /// @param real empty; the caller closes it after the world
  World(Database real, Path folder, long seed, House house) {
    this(real, folder, seed, house, Nth.NONE);
  }

  /// @param nth what goes wrong once
  World(Database real, Path folder, long seed, House house, Nth nth) {
    this.nth = nth;
    this.real = real;
    this.folder = folder;
    this.house = house;
    oracle = new Oracle(this, house.retention());
    network = new FakeNetwork(tasks, time, List.of(invariants, oracle), nth);
    choices = new Random(seed);
    dice = new Random(seed + 1);
    secrets = new SeededRandom(seed + 2);
    books = new Books(real);
    database = connected();
    app = begin();
    done("start", this::start);
    nth.arm(true);
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
            new Config.Retention(house.retention(), house.payloads(), Duration.ofDays(730)),
            house.concurrency());
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
        inquiry -> {
          throw new IOException("there is nobody to ask");
        },
        () -> {});
  }

  private boolean start() throws InterruptedException {
    app.start();
    return true;
  }

  /// The process is gone, in the middle of whatever it was at, and another one starts.
  void restart() {
    kills++;
    note("kill");
    invariants.beforeKill();
    oracle.killed();
    database.die();
    network.cutOff();
    tasks.kill();
    startAgain();
  }

  /// Somebody starts the process until it stays up.
  private void startAgain() {
    boolean up = false;
    for (int tries = 0; !up; tries++) {
      assertThat(tries).as("starts in vain").isLessThan(3);
      database.die();
      tasks.kill();
      database = connected();
      up = starts();
    }
  }

  private FaultyDatabase connected() {
    var faulty = new FaultyDatabase(real);
    if (nth != Nth.NONE) {
      faulty.stretch(nth);
    }
    return faulty;
  }

  private boolean starts() {
    starting = true;
    try {
      app = begin();
      done("start", this::start);
      return true;
    } catch (Nth.Dead | StoreException | CompletionException e) {
      note("start failed " + e);
      var _ = nth.buried();
      return false;
    } finally {
      starting = false;
    }
  }

  int kills() {
    return kills;
  }

  @CanIgnoreReturnValue
  int stepWriter() {
    int commands = writerStep();
    writerRested = commands == 0;
    note("writer " + commands);
    oracle.look();
    return commands;
  }

  private int writerStep() {
    try {
      return app.writerStep();
    } catch (Nth.Dead dead) {
      return 0;
    }
  }

  void stepTimer() {
    note("timer " + app.timerStep());
  }

  /// One step of somebody who has something to do. Returns whether there was anybody.
  boolean turn() {
    boolean any = oneTurn();
    if (nth.buried()) {
      if (starting) {
        throw new Nth.Dead();
      }
      restart();
    }
    return any;
  }

  private boolean oneTurn() {
    int ready = tasks.ready();
    boolean writer = !writerRested && !(app.ledger.idle() && app.ledger.writable());
    boolean timer = passage.untilWake().isZero();
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
    passage.advance(by);
  }

  /// The writer may have something to do again.
  void wakeWriter() {
    writerRested = false;
  }

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
    return publish(false, events);
  }

  @CanIgnoreReturnValue
  Publish publish(boolean atomic, NewEvent... events) {
    TenantId tenant = events[0].tenant();
    var answer = ask("publish", () -> app.acceptor.accept(tenant, Arrays.asList(events), atomic));
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
    return cancel(tenant(), id);
  }

  @CanIgnoreReturnValue
  CompletableFuture<Cancelled> cancel(TenantId tenant, DeliveryId id) {
    oracle.model().wishCancel(id);
    return ask("cancel", () -> app.interventions.cancel(tenant, id));
  }

  @CanIgnoreReturnValue
  CompletableFuture<Retried> retry(DeliveryId id) {
    return retry(tenant(), id);
  }

  @CanIgnoreReturnValue
  CompletableFuture<Retried> retry(TenantId tenant, DeliveryId id) {
    invariants.retryWanted(id);
    oracle.model().wishRetry(id);
    return ask("retry", () -> app.interventions.retry(tenant, id));
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

  /// Somebody sets the clock on the wall.
  void setClock(Duration by) {
    note("clock " + by);
    oracle.clockIsSet();
    time.jump(by);
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
      nth.arm(false);
      invariants.check();
    } finally {
      database.die();
      tasks.kill();
    }
  }
}
