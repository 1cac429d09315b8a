package dev.posthouse;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.accept.Acceptance;
import dev.posthouse.accept.Acceptance.Result;
import dev.posthouse.config.Endpoint;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EventId;
import dev.posthouse.event.Header;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.Outcome;
import dev.posthouse.webhooks.Verification;
import dev.posthouse.webhooks.Verifier;
import dev.posthouse.webhooks.VerifyingKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/// What must hold in every world, whatever happens in it: on the wire at every moment, in the
/// database whenever a test ends.
@NullMarked
final class Invariants implements FakeNetwork.Watch {
  private final World world;
  private final List<String> broken = new ArrayList<>();

  /// What is delivered as far as the living process can know.
  private final Set<String> delivered = new HashSet<>();

  /// How often a delivered delivery may be sent again, because people asked for it.
  private final Map<String, Integer> wanted = new HashMap<>();

  /// How many requests former processes sent.
  private int sentBefore;

  Invariants(World world) {
    this.world = world;
  }

  /// What was delivered before is known to the next process only as far as it is written. An
  /// attempt whose result is not will be repeated.
  void beforeKill() {
    Set<String> written =
        world.books.attempts().stream()
            .map(tried -> tried.id() + " " + tried.number())
            .collect(Collectors.toSet());
    List<FakeNetwork.Sending> all = world.network.sent();
    all.subList(sentBefore, all.size()).stream()
        .filter(s -> !written.contains(s.webhookId() + " " + s.header("posthouse-attempt")))
        .forEach(sending -> allowOneMore(sending.webhookId()));
    sentBefore = all.size();
    delivered.clear();
    world.books.finals().stream()
        .filter(row -> row.end().equals("delivered"))
        .forEach(row -> delivered.add(row.id().toString()));
  }

  void retryWanted(DeliveryId id) {
    allowOneMore(id.toString());
  }

  private void allowOneMore(String id) {
    wanted.merge(id, 1, Integer::sum);
  }

  @Override
  public void departs(FakeNetwork.Sending sending) {
    world.note("send " + sending);
    Optional<Endpoint> endpoint = world.oracle.endpointOf(sending);
    if (endpoint.filter(Endpoint::enabled).isEmpty()) {
      breaks("sent to an endpoint that is disabled or gone", sending);
    } else if (!(verified(sending, endpoint.get()) instanceof Verification.Verified)) {
      breaks(verified(sending, endpoint.get()).toString(), sending);
    }
    String id = sending.webhookId();
    if (world.network.onTheWire().stream().filter(o -> o.webhookId().equals(id)).count() > 1) {
      breaks("twice at once on the wire", sending);
    }
    if (delivered.contains(id) && wanted.merge(id, -1, Integer::sum) < 0) {
      breaks("sent again after it was delivered", sending);
    }
  }

  @Override
  public void arrives(FakeNetwork.Sending sending, Outcome outcome) {
    String word =
        outcome instanceof Outcome.Answered answer
            ? Integer.toString(answer.status())
            : outcome.kind();
    world.note("answer " + sending + " " + word);
    if (outcome instanceof Outcome.Answered answer && world.oracle.delivers(sending, answer)) {
      delivered.add(sending.webhookId());
    }
  }

  private static Verification verified(FakeNetwork.Sending sending, Endpoint endpoint) {
    Map<String, List<String>> headers =
        sending.request.headers().stream()
            .collect(
                groupingBy(Header::name, Collectors.mapping(Header::value, Collectors.toList())));
    List<VerifyingKey> keys =
        endpoint.signing().keys().stream()
            .map(key -> VerifyingKey.parse(key.secret().reveal()))
            .toList();
    return Verifier.of(keys).verify(headers, sending.at, sending.body());
  }

  private void breaks(String what, FakeNetwork.Sending sending) {
    world.note("BROKEN " + what);
    broken.add(what + ": " + sending);
  }

  void check() {
    assertThat(broken).isEmpty();
    assertThat(world.oracle.objections()).isEmpty();
    world.oracle.pauses.check();
    assertThat(world.tasks.failures()).isEmpty();
    acceptedIsStored();
    keysHaveOneEvent();
    finalsHaveReasons();
    attemptsAreNumberedWithoutGaps();
    if (world.house.keepsAll()) {
      new Census(world.books).agrees(!world.replayed.isEmpty());
    }
    if (world.app.ledger.writable()) {
      backlogIsCounted();
      configurationIsInForce();
      new Explanations(world).agreeWithDeliveries();
    }
  }

  private void isStored(Result result, Map<EventId, Long> stored) {
    if (result instanceof Result.New fresh
        && !world.replayed.contains(fresh.id())
        && !world.oracle.model().mayBeGone(fresh.id())) {
      assertThat(stored.getOrDefault(fresh.id(), 0L) - fresh.deliveries())
          .as("deliveries of %s that are neither open nor final", fresh.id())
          .isZero();
    }
  }

  /// Of a key that is held only one event is new; who repeats it is told of that one.
  private void keysHaveOneEvent() {
    var holders = new HashMap<String, EventId>();
    for (World.Publish publish : world.published) {
      if (publish.answer().isDone() && !publish.answer().isCompletedExceptionally()) {
        List<Result> results = results(publish.answer().join());
        for (int i = 0; i < results.size(); i++) {
          heldOnce(publish.events().get(i), results.get(i), holders);
        }
      }
    }
  }

  private void heldOnce(NewEvent event, Result result, Map<String, EventId> holders) {
    Optional<EventId> holder =
        switch (result) {
          case Result.New fresh -> Optional.of(fresh.id());
          case Result.Duplicate duplicate -> Optional.of(duplicate.id());
          case Result.Conflict conflict -> Optional.of(conflict.id());
          case Result.Rejected rejected -> Optional.empty();
          case Result.Unwanted unwanted -> Optional.empty();
        };
    if (event.origin().keyed() && holder.isPresent()) {
      EventId before = holders.putIfAbsent(event.tenant() + " " + event.origin(), holder.get());
      if (before != null && !world.oracle.model().mayBeGone(before)) {
        assertThat(holder).as("who holds %s", event.origin()).contains(before);
      }
    }
  }

  private void acceptedIsStored() {
    Map<EventId, Long> stored =
        world.books.ends().keySet().stream().collect(groupingBy(DeliveryId::event, counting()));
    for (World.Publish publish : world.published) {
      if (publish.answer().isDone() && !publish.answer().isCompletedExceptionally()) {
        results(publish.answer().join()).forEach(result -> isStored(result, stored));
      }
    }
    long unknown =
        world.books.number(
            """
            select count(*) from (select event from waiting union all select event from delivery) d
            where not exists (select 1 from event e where e.id = d.event)
            """);
    assertThat(unknown).as("deliveries of events that are not there").isZero();
  }

  private static List<Result> results(Acceptance acceptance) {
    return acceptance instanceof Acceptance.Accepted accepted ? accepted.results() : List.of();
  }

  private void finalsHaveReasons() {
    for (Books.Row row : world.books.finals()) {
      assertThat(row.end()).matches("delivered|failed: [a-z_]+|cancelled: .+");
    }
    Set<DeliveryId> open =
        world.books.waiting().stream()
            .filter(row -> row.mark() != 1)
            .map(Books.Row::id)
            .collect(Collectors.toSet());
    assertThat(world.books.finals()).noneMatch(row -> open.contains(row.id()));
  }

  private void attemptsAreNumberedWithoutGaps() {
    Map<DeliveryId, List<Books.Tried>> byDelivery =
        world.books.attempts().stream().collect(groupingBy(Books.Tried::id));
    byDelivery.forEach((id, tried) -> {
      for (int i = 0; i < tried.size(); i++) {
        assertThat(tried.get(i).number()).as("attempts of %s", id).isEqualTo(i + 1);
      }
    });
    for (Books.Row row : world.books.waiting()) {
      assertThat(byDelivery.getOrDefault(row.id(), List.of())).hasSize(row.attempts());
    }
    world.books.finals().forEach(row -> deliveredMeansAccepted(row, byDelivery));
  }

  private static void deliveredMeansAccepted(
      Books.Row row, Map<DeliveryId, List<Books.Tried>> byDelivery) {
    List<Books.Tried> tried = byDelivery.getOrDefault(row.id(), List.of());
    if (row.end().equals("delivered")) {
      assertThat(tried).as("%s", row).anyMatch(Books.Tried::accepted);
    }
  }

  private void backlogIsCounted() {
    assertThat(world.app.ledger.backlog().total())
        .isEqualTo(world.books.number("select count(*) from waiting"));
  }

  private void configurationIsInForce() {
    assertThat(world.app.catalogue.current().number())
        .isEqualTo(
            world.books.number(
                """
                select coalesce(max(number), 0) from revision
                where kind in ('endpoint', 'subscription', 'event_type')
                """));
  }
}
