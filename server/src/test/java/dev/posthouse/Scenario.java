package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.posthouse.accept.Acceptance;
import dev.posthouse.accept.Acceptance.Result;
import dev.posthouse.config.Endpoint;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EventId;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;

/// A day in the life of a house, with people who insist: whoever gets no answer, or is told to come
/// again, does. Everything they want must have come about at the end, whatever went wrong once.
@NullMarked
final class Scenario {
  static final House HOUSE = new House(64, Duration.ofHours(3));

  /// What a removal leaves undone is finished within this time.
  private static final Duration UNTIL_THE_SWEEP = Duration.ofMinutes(65);

  private static final Duration TIME_FOR_A_RETRY = Duration.ofSeconds(6);
  private static final Duration PATIENCE = Duration.ofMillis(600);
  private static final int TRIES = 30;
  private static final String EVERY_5_S =
      ",'retry':{'strategy':'fixed','delay':'5s','maxAttempts':20},'timeout':'10s'";

  private final World world;
  private int keys;

  Scenario(World world) {
    this.world = world;
  }

  void play() {
    Endpoint shop = endpoint("shop", EVERY_5_S);
    Endpoint erp = endpoint("erp", EVERY_5_S + ",'concurrency':1");
    EventId first = publish(false, event("shop.sold"));
    publish(false, event("shop.sold"), event("shop.sold"), event("nobody.asked"));
    publish(true, event("shop.sold"), event("shop.sold"));
    conflict();
    retry();
    cancel();
    again(first);
    world.restart();
    hold(shop);
    world.advance(Duration.ofMinutes(1));
    assertThat(Set.copyOf(world.ends())).containsOnly("delivered", "cancelled: by_hand");
    remove(erp);
    world.advance(UNTIL_THE_SWEEP);
    assertThat(Set.copyOf(world.ends()))
        .containsOnly("delivered", "cancelled: by_hand", "cancelled: endpoint_removed");
    retention();
  }

  private void conflict() {
    var origin = new Origin("desk", "conflict");
    NewEvent one = world.people.event("shop.sold", origin, "{\"n\":1}");
    NewEvent other = world.people.event("shop.sold", origin, "{\"n\":2}");
    publish(false, one);
    var answer = (Acceptance.Accepted) insist("publish", accept(false, other), Scenario::settled);
    assertThat(answer.results()).hasOnlyElementsOfType(Result.Conflict.class);
  }

  private void retry() {
    world.network.host("shop.test", Manner.answers(500));
    publish(false, event("shop.sold"));
    world.advance(Duration.ofSeconds(6));
    world.network.host("shop.test", Manner.answers(200));
    world.advance(Duration.ofSeconds(6));
  }

  private void cancel() {
    world.network.host("shop.test", Manner.refuses());
    EventId event = publish(false, event("shop.sold"));
    DeliveryId delivery = of(event, "open");
    insist("cancel", () -> world.app.interventions.cancel(world.tenant(), wished(delivery)));
    world.network.host("shop.test", Manner.answers(200));
    world.advance(Duration.ofSeconds(6));
  }

  private DeliveryId wished(DeliveryId delivery) {
    world.oracle.model().wishCancel(delivery);
    return delivery;
  }

  private void again(EventId event) {
    DeliveryId delivery = of(event, "delivered");
    insist(
        "retry",
        () -> {
          world.invariants.retryWanted(delivery);
          world.oracle.model().wishRetry(delivery);
          return world.app.interventions.retry(world.tenant(), delivery);
        });
    insist("replay", () -> world.people.replayed(event));
  }

  private void hold(Endpoint endpoint) {
    insist("disable", () -> world.people.patched(endpoint, "{'enabled':false}"));
    publish(false, event("shop.sold"));
    world.advance(Duration.ofMinutes(1));
    insist("change", () -> world.people.patched(endpoint, "{'rateLimit':'20/s'}"));
    insist("enable", () -> world.people.patched(endpoint, "{'enabled':true}"));
  }

  private void remove(Endpoint endpoint) {
    world.network.host("erp.test", Manner.refuses());
    publish(false, event("shop.sold"));
    insist(
        "remove",
        () ->
            world.app.catalogue.current().endpoint(endpoint.id()).isPresent()
                ? world.people.removed(endpoint)
                : endpoint);
  }

  private void retention() {
    world.advance(HOUSE.retention().plusMinutes(3));
    assertThat(world.ends()).isEmpty();
    assertThat(world.books.number("select count(*) from event")).isZero();
    publish(false, event("shop.sold"));
    world.advance(TIME_FOR_A_RETRY);
    assertThat(world.ends()).containsOnly("delivered");
  }

  private NewEvent event(String type) {
    return world.people.event(type, new Origin("desk", "id-" + ++keys), "{\"n\":" + keys + "}");
  }

  private Endpoint endpoint(String name, String more) {
    Endpoint endpoint =
        insist(
            "create",
            () -> found(name).isEmpty() ? world.people.create(name, more) : found(name).getFirst());
    insist(
        "subscribe",
        () ->
            world.app.catalogue.current().subscriptions(endpoint.id()).isEmpty()
                ? world.people.subscribe(name, endpoint, "shop.*", "")
                : world.app.catalogue.current().subscriptions(endpoint.id()).getFirst());
    return endpoint;
  }

  private List<Endpoint> found(String name) {
    return world.app.catalogue.current().endpoints().values().stream()
        .filter(endpoint -> endpoint.name().equals(name))
        .toList();
  }

  /// Until all are stored. Returns the first.
  @CanIgnoreReturnValue
  private EventId publish(boolean atomic, NewEvent... events) {
    var answer = (Acceptance.Accepted) insist("publish", accept(atomic, events), Scenario::settled);
    world.advance(Duration.ofSeconds(1));
    return switch (answer.results().getFirst()) {
      case Result.New fresh -> fresh.id();
      case Result.Duplicate duplicate -> duplicate.id();
      case Result.Conflict conflict -> throw new AssertionError(conflict);
      case Result.Rejected rejected -> throw new AssertionError(rejected);
      case Result.Unwanted unwanted -> throw new AssertionError(unwanted);
    };
  }

  private Callable<CompletableFuture<Acceptance>> accept(boolean atomic, NewEvent... events) {
    return () -> world.publish(atomic, events).answer();
  }

  /// Whether nobody needs to come again for an answer.
  private static boolean settled(Acceptance answer) {
    return answer instanceof Acceptance.Accepted accepted
        && accepted.results().stream().noneMatch(Result.Rejected.class::isInstance);
  }

  private DeliveryId of(EventId event, String end) {
    var found = new ArrayList<DeliveryId>();
    world
        .books
        .ends()
        .forEach((id, state) -> {
          if (id.event().equals(event) && state.equals(end)) {
            found.add(id);
          }
        });
    assertThat(found).as("deliveries of %s that are %s", event, end).isNotEmpty();
    return found.getFirst();
  }

  @CanIgnoreReturnValue
  private <T> T insist(String name, Callable<T> action) {
    return insist(name, () -> world.ask(name, action), answer -> true);
  }

  private <T> T insist(String name, Callable<CompletableFuture<T>> asking, Predicate<T> enough) {
    for (int tries = 0; tries < TRIES; tries++) {
      CompletableFuture<T> answer;
      try {
        answer = asking.call();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      world.advance(PATIENCE);
      if (answer.isDone() && !answer.isCompletedExceptionally() && enough.test(answer.join())) {
        return answer.join();
      }
    }
    throw new AssertionError(name + " was never granted");
  }
}
