package dev.posthouse;

import dev.posthouse.access.Actor;
import dev.posthouse.config.Endpoint;
import dev.posthouse.config.Hold;
import dev.posthouse.config.Subscription;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.Origin;
import dev.posthouse.work.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.NullMarked;

/// Does one thing after another to a world, whatever the dice say: people publish and configure,
/// receivers fail, the process is killed, the database goes away, clocks are set, days pass.
@NullMarked
final class RandomWalk {
  private static final int TENANTS = 2;

  private final World world;
  private final Random random;
  private final List<People> people = new ArrayList<>();
  private final List<Endpoint> endpoints = new ArrayList<>();
  private final List<CompletableFuture<?>> retries = new ArrayList<>();

  RandomWalk(World world, long seed) {
    this.world = world;
    random = new Random(seed + 3);
    people.add(world.people);
    for (int i = 1; i < TENANTS; i++) {
      String name = "branch-" + i;
      world.done("tenant", () -> world.app.tenants.create(Actor.SYSTEM, name));
      people.add(new People(world, name));
    }
    for (People who : people) {
      Menu.NAMES.subList(0, 3).forEach(name -> world.done("create", () -> create(who, name)));
    }
  }

  /// What house the seed builds.
  static House house(long seed) {
    var random = new Random(seed + 4);
    Duration retention = Menu.RETENTIONS.get(random.nextInt(Menu.RETENTIONS.size()));
    return new House(random.nextInt(3) == 0 ? 20 : 64, retention);
  }

  void steps(int steps) {
    for (int i = 0; i < steps; i++) {
      step(random.nextInt(100));
      lookAtRetries();
    }
  }

  private void step(int choice) {
    if (choice < 38) {
      turns(random.nextInt(12));
    } else if (choice < 58) {
      publish();
    } else if (choice < 68) {
      world.advance(Duration.ofMillis(random.nextInt(8_000)));
    } else if (choice < 78) {
      receiverChanges();
    } else if (choice < 86) {
      configure(any(endpoints));
    } else if (choice < 92) {
      intervene();
    } else if (choice < 96) {
      breakDatabase();
    } else if (choice < 98) {
      kill();
    } else {
      timeFlies();
    }
  }

  private void turns(int most) {
    for (int i = 0; i < most && world.turn(); i++) {
      // as many as there are
    }
  }

  private void publish() {
    People who = anybody();
    var events = new NewEvent[1 + random.nextInt(4)];
    for (int i = 0; i < events.length; i++) {
      boolean keyed = random.nextInt(4) == 0;
      var origin = keyed ? new Origin("desk", "id-" + random.nextInt(20)) : new Origin("", "");
      events[i] = who.event(any(Menu.NAMES) + ".made", origin, "{\"n\":" + random.nextInt(3) + "}");
    }
    world.publish(random.nextInt(3) == 0, events);
  }

  private void receiverChanges() {
    String host = any(Menu.NAMES) + ".test";
    Manner manner = any(Menu.MANNERS);
    world.note(host + " " + manner.name());
    world.network.host(host, manner);
  }

  private void configure(Endpoint endpoint) {
    People who = of(endpoint);
    switch (random.nextInt(14)) {
      case 10, 11 -> pauseOrRelease(who, Hold.Kind.ENDPOINT, endpoint.id().value());
      case 12, 13 -> {
        List<Subscription> all = world.app.catalogue.current().subscriptions(who.tenant());
        if (!all.isEmpty()) {
          pauseOrRelease(who, Hold.Kind.SUBSCRIPTION, any(all).id().value());
        }
      }
      case 0, 1 -> world.start("disable", () -> who.patched(endpoint, "{'enabled':false}"));
      case 2, 3 -> world.start("enable", () -> who.patched(endpoint, "{'enabled':true}"));
      case 4 -> {
        String patch = "{" + any(Menu.ENDPOINTS).substring(1) + "}";
        world.start("patch", () -> who.patched(endpoint, patch));
      }
      case 5 -> removeOrCreate(who, endpoint);
      case 6 ->
          world.start(
              "rotate",
              () ->
                  world.app.endpoints.rotateSecret(
                      who.anna(), endpoint.id(), Duration.ofMinutes(random.nextInt(3))));
      default -> subscriptionChanges(who);
    }
  }

  private void pauseOrRelease(People who, Hold.Kind kind, long resource) {
    boolean paused =
        world.app.holds.all().stream()
            .anyMatch(hold -> hold.resource() == resource && hold.state() != Hold.State.RELEASED);
    if (paused && random.nextInt(4) > 0) {
      Optional<Rate> rate = any(Menu.RELEASES);
      world.start("release", () -> who.released(resource, rate));
    } else {
      world.start("pause", () -> who.paused(kind, resource));
    }
  }

  private void subscriptionChanges(People who) {
    List<Subscription> all = world.app.catalogue.current().subscriptions(who.tenant());
    if (all.isEmpty()) {
      return;
    }
    Subscription changed = any(all);
    String patch = any(Menu.SUBSCRIPTION_CHANGES);
    if (random.nextInt(12) == 0) {
      world.start("unsubscribe", () -> who.removed(changed));
    } else {
      world.start("change", () -> who.patched(changed, patch));
    }
  }

  private void removeOrCreate(People who, Endpoint endpoint) {
    if (random.nextInt(3) == 0) {
      world.start("remove", () -> who.removed(endpoint));
      return;
    }
    String name = any(Menu.NAMES);
    world.start("create", () -> create(who, name));
  }

  private Subscription create(People who, String name) throws InterruptedException {
    String more = any(Menu.ENDPOINTS);
    String how = any(Menu.SUBSCRIPTIONS);
    Endpoint created = who.create(name, more);
    endpoints.add(created);
    return who.subscribe(name, created, how);
  }

  private void intervene() {
    List<DeliveryId> known = List.copyOf(world.books.ends().keySet());
    if (known.isEmpty()) {
      return;
    }
    DeliveryId id = any(known);
    switch (random.nextInt(7)) {
      case 0, 1, 2 -> people.forEach(who -> world.cancel(who.tenant(), id));
      case 3, 4 -> people.forEach(who -> world.retry(who.tenant(), id));
      case 5 -> people.forEach(who -> world.start("replay", () -> who.replayed(id.event())));
      default -> {
        Endpoint endpoint = any(endpoints);
        retryFailed(of(endpoint), endpoint.id());
      }
    }
  }

  private void retryFailed(People who, EndpointId endpoint) {
    world.oracle.model().wishRetryOfFailed(endpoint).forEach(world.invariants::retryWanted);
    retries.add(world.ask("retry-failed", () -> who.retryFailed(endpoint)));
  }

  /// Once no such job is there, and none can come, nothing more is tried for them.
  private void lookAtRetries() {
    retries.removeIf(CompletableFuture::isDone);
    String active = "select count(*) from job where state in ('counting', 'running')";
    if (retries.isEmpty() && world.books.number(active) == 0) {
      world.oracle.model().retriedFailed();
    }
  }

  private void breakDatabase() {
    world.oracle.pauses.databaseFails();
    switch (random.nextInt(4)) {
      case 0 -> world.database.goAway();
      case 1 -> world.database.loseAnswers(1 + random.nextInt(2));
      case 2 -> world.database.failReads(true);
      default -> world.database.comeBack();
    }
    world.note("database");
  }

  private void kill() {
    world.database.comeBack();
    world.restart();
    retries.clear();
  }

  private void timeFlies() {
    switch (random.nextInt(4)) {
      case 0 -> world.setClock(Duration.ofSeconds(random.nextInt(-60, 120)));
      case 1 -> world.setClock(Duration.ofMinutes(random.nextInt(-90, 90)));
      case 2 -> world.advance(Duration.ofMinutes(random.nextInt(90)));
      default -> world.advance(Duration.ofHours(random.nextInt(30)));
    }
  }

  private People of(Endpoint endpoint) {
    return people.get(endpoint.tenant().equals(world.tenant()) ? 0 : 1);
  }

  private People anybody() {
    return any(people);
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /// All is well again, and there is time enough for every schedule. What is held is let go, and no
  /// rule reads a success as a reason to hold it again.
  void faultsEnd() {
    world.note("faults end");
    world.database.comeBack();
    Menu.NAMES.forEach(name -> world.network.host(name + ".test", Manner.answers(200)));
    world.advance(Duration.ofMinutes(1));
    for (Hold hold : world.app.holds.unfinished()) {
      People who = people.get(hold.tenant().equals(world.tenant()) ? 0 : 1);
      world.done("let go", () -> who.released(hold.resource(), Optional.empty()));
    }
    for (Endpoint endpoint : List.copyOf(world.app.catalogue.current().endpoints().values())) {
      if (!endpoint.enabled() || !endpoint.errorRules().isEmpty()) {
        People who = of(endpoint);
        world.done("mend", () -> who.patched(endpoint, "{'enabled':true,'errorRules':[]}"));
      }
    }
    world.advance(Duration.ofHours(30));
  }
}
