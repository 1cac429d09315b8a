package dev.posthouse;

import dev.posthouse.config.Endpoint;
import dev.posthouse.config.Subscription;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullMarked;

/// Does one thing after another to a world, whatever the dice say: people publish and configure,
/// receivers fail, the process is killed, the database goes away.
@NullMarked
final class RandomWalk {
  private static final List<String> NAMES = List.of("shop", "erp", "crm", "till");
  private static final List<String> MORE =
      List.of(
          ",'retry':{'strategy':'fixed','delay':'5s','maxAttempts':6},'timeout':'10s'",
          ",'retry':{'strategy':'exponential','maxAttempts':5},'timeout':'5s','concurrency':2",
          ",'retry':{'strategy':'list','delays':['1s','30s']},'timeout':'5s','rateLimit':'5/s'");
  private static final List<Manner> MANNERS =
      List.of(
          Manner.answers(200),
          Manner.answers(200),
          Manner.answers(200).slowly(Duration.ofSeconds(2)),
          Manner.answers(204).slowly(Duration.ofMillis(300)),
          Manner.answers(500),
          Manner.answers(500).slowly(Duration.ofSeconds(3)),
          Manner.answers(404),
          Manner.answers(410),
          Manner.asksToWait(429, 20),
          Manner.asksToWait(503, 3),
          Manner.refuses(),
          Manner.hangs());

  private static final List<String> SUBSCRIPTION_CHANGES =
      List.of(
          "{'enabled':false}",
          "{'enabled':true}",
          "{'filter':'n > 0'}",
          "{'filter':['n < 2','event.type != \"till.made\"']}",
          "{'filter':'m == 1'}",
          "{'filter':null}",
          "{'types':['*']}",
          "{'types':['*.made','shop.*']}",
          "{'types':['shop.*','till.made']}");

  private final World world;
  private final Random random;
  private final List<Endpoint> endpoints = new ArrayList<>();

  RandomWalk(World world, long seed) {
    this.world = world;
    random = new Random(seed + 3);
    NAMES.subList(0, 3).forEach(name -> endpoints.add(world.endpoint(name, any(MORE))));
  }

  void steps(int steps) {
    for (int i = 0; i < steps; i++) {
      step(random.nextInt(100));
    }
  }

  private void step(int choice) {
    if (choice < 40) {
      turns(random.nextInt(12));
    } else if (choice < 62) {
      publish();
    } else if (choice < 72) {
      world.advance(Duration.ofMillis(random.nextInt(8_000)));
    } else if (choice < 80) {
      receiverChanges();
    } else if (choice < 88) {
      configure();
    } else if (choice < 93) {
      intervene();
    } else if (choice < 97) {
      breakDatabase();
    } else if (choice < 99) {
      kill();
    } else {
      world.time.jump(Duration.ofSeconds(random.nextInt(-60, 120)));
    }
  }

  private void turns(int most) {
    for (int i = 0; i < most && world.turn(); i++) {
      // as many as there are
    }
  }

  private void publish() {
    var events = new NewEvent[1 + random.nextInt(4)];
    for (int i = 0; i < events.length; i++) {
      boolean keyed = random.nextInt(4) == 0;
      var origin = keyed ? new Origin("desk", "id-" + random.nextInt(20)) : new Origin("", "");
      events[i] =
          world.people.event(any(NAMES) + ".made", origin, "{\"n\":" + random.nextInt(3) + "}");
    }
    world.publish(events);
  }

  private void receiverChanges() {
    String host = any(NAMES) + ".test";
    Manner manner = any(MANNERS);
    world.note(host + " " + manner.name());
    world.network.host(host, manner);
  }

  private void configure() {
    Endpoint endpoint = any(endpoints);
    switch (random.nextInt(9)) {
      case 0, 1 ->
          world.start("disable", () -> world.people.patched(endpoint, "{'enabled':false}"));
      case 2, 3 -> world.start("enable", () -> world.people.patched(endpoint, "{'enabled':true}"));
      case 4 ->
          world.start(
              "patch", () -> world.people.patched(endpoint, "{" + any(MORE).substring(1) + "}"));
      case 5 -> removeOrCreate(endpoint);
      default -> subscriptionChanges();
    }
  }

  private void subscriptionChanges() {
    List<Subscription> all = world.app.catalogue.current().subscriptions(world.tenant());
    if (all.isEmpty()) {
      return;
    }
    Subscription changed = any(all);
    String patch = any(SUBSCRIPTION_CHANGES);
    if (random.nextInt(12) == 0) {
      world.start("unsubscribe", () -> world.people.removed(changed));
    } else {
      world.start("change", () -> world.people.patched(changed, patch));
    }
  }

  private void removeOrCreate(Endpoint endpoint) {
    if (random.nextInt(3) == 0) {
      world.start("remove", () -> world.people.removed(endpoint));
      return;
    }
    String name = any(NAMES);
    world.start(
        "create",
        () -> {
          Endpoint created = world.people.create(name, any(MORE));
          endpoints.add(created);
          return world.people.subscribe(name, created, "");
        });
  }

  private void intervene() {
    List<DeliveryId> known = List.copyOf(world.books.ends().keySet());
    if (known.isEmpty()) {
      return;
    }
    DeliveryId id = any(known);
    if (random.nextBoolean()) {
      world.cancel(id);
    } else {
      world.retry(id);
    }
  }

  private void breakDatabase() {
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
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /// All is well again, and there is time enough for every schedule. What is held is let go.
  void faultsEnd() {
    world.note("faults end");
    world.database.comeBack();
    NAMES.forEach(name -> world.network.host(name + ".test", Manner.answers(200)));
    world.advance(Duration.ofMinutes(1));
    for (Endpoint endpoint : List.copyOf(world.app.catalogue.current().endpoints().values())) {
      if (!endpoint.enabled()) {
        world.patch(endpoint, "{'enabled':true}");
      }
    }
    world.advance(Duration.ofHours(3));
  }
}
