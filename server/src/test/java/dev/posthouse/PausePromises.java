package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.config.Endpoint;
import dev.posthouse.config.Hold;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.EventId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/// What a pause promises: nothing leaves while it lasts, and what has waited leaves in order.
@NullMarked
final class PausePromises {
  private final World world;
  private final List<String> broken = new ArrayList<>();
  private final List<Overtaking> overtakings = new ArrayList<>();

  /// The most that each endpoint has taken.
  private final Map<Long, Integer> atOnce = new HashMap<>();

  /// What this process has sent, whether its result is written or not.
  private final Set<DeliveryId> left = new HashSet<>();

  private boolean blurred;

  PausePromises(World world) {
    this.world = world;
  }

  /// One that left before another that had waited longer, for a reason that may show later.
  ///
  /// @param atOnce what the endpoint takes: so many may be under way, and change places there
  private record Overtaking(DeliveryId first, DeliveryId passed, int atOnce) {}

  /// A row of open work.
  private record Row(long endpoint, long subscription, boolean apart, long scheduled) {}

  /// Another process knows less of what was sent.
  void killed() {
    left.clear();
  }

  /// What cannot be read is tried later: the order is none then.
  void databaseFails() {
    blurred = true;
  }

  void departs(FakeNetwork.Sending sending) {
    DeliveryId id = DeliveryId.parse(sending.webhookId());
    left.add(id);
    List<Hold> holds = world.app.holds.all();
    Optional<Row> row = holds.isEmpty() ? Optional.empty() : row(id);
    if (row.isPresent()) {
      List<Hold> its = holds.stream().filter(hold -> concerns(hold, row.get())).toList();
      boolean paused = its.stream().anyMatch(hold -> hold.state() == Hold.State.PAUSED);
      if (paused || row.get().apart()) {
        broken.add("sent though it is paused: " + sending);
        world.note("BROKEN " + broken.getLast());
      }
      if (!blurred && sending.header("posthouse-attempt").equals("1")) {
        its.forEach(hold -> inTurn(id, row.get(), hold));
      }
    }
  }

  private static boolean concerns(Hold hold, Row row) {
    return switch (hold.kind()) {
      case ENDPOINT -> hold.resource() == row.endpoint;
      case SUBSCRIPTION -> hold.resource() == row.subscription;
    };
  }

  private Optional<Row> row(DeliveryId id) {
    return world
        .books
        .rows(
            """
            select endpoint, subscription, due, scheduled from waiting where event = %d and id = %d
            """
                .formatted(id.event().value(), id.value()),
            row ->
                new Row(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3) == Long.MAX_VALUE,
                    row.getLong(4)))
        .stream()
        .findFirst();
  }

  private void inTurn(DeliveryId id, Row row, Hold hold) {
    String kind = hold.kind() == Hold.Kind.ENDPOINT ? "endpoint" : "subscription";
    long since = Math.min(row.scheduled, micros(hold));
    world
        .books
        .rows(
            """
            select event, id from waiting
            where %s = %d and endpoint = %d and attempts = 0 and extra = 0 and mark = 0
              and scheduled <= %d and event < %d %s
            """
                .formatted(
                    kind,
                    hold.resource(),
                    row.endpoint,
                    since,
                    id.event().value(),
                    hold.kind() == Hold.Kind.ENDPOINT ? "and due < " + Long.MAX_VALUE : ""),
            before -> new DeliveryId(new EventId(before.getLong(1)), before.getLong(2)))
        .stream()
        .filter(before -> !left.contains(before))
        .forEach(before -> {
          overtakings.add(new Overtaking(id, before, atOnce(row.endpoint)));
          world.note(id + " overtakes " + before);
        });
  }

  private int atOnce(long endpoint) {
    int now =
        world
            .app
            .catalogue
            .current()
            .endpoint(new EndpointId(endpoint))
            .map(Endpoint::concurrency)
            .orElse(1);
    return atOnce.merge(endpoint, now, Math::max);
  }

  private static long micros(Hold hold) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, hold.since());
  }

  void check() {
    assertThat(broken).isEmpty();
    // Of several that run at once, one may begin first and leave last.
    List<String> outOfTurn =
        overtakings.stream()
            .filter(pair -> pair.atOnce() == 1)
            .flatMap(pair -> tried(pair.passed()).map(word -> pair + word))
            .toList();
    assertThat(outOfTurn).as("sent before what had waited longer").isEmpty();
  }

  /// Whether it could be sent at all when it was passed: what cannot be made is no matter of order.
  private Stream<String> tried(DeliveryId id) {
    return world.books.attempts().stream()
        .filter(tried -> Objects.equals(tried.id(), id) && tried.number() == 1)
        .filter(tried -> !tried.outcome().equals("unsent"))
        .map(tried -> " " + tried);
  }
}
