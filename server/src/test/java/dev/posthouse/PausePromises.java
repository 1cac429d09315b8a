package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.config.Hold;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EventId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/// What a pause promises: nothing leaves while it lasts, and what has waited leaves in order.
@NullMarked
final class PausePromises {
  private final World world;
  private final List<String> broken = new ArrayList<>();

  /// By what was passed, and may still turn out to have begun first.
  private final Map<DeliveryId, List<Overtaking>> overtakings = new HashMap<>();

  /// What this process has sent, whether its result is written or not.
  private final Set<DeliveryId> left = new HashSet<>();

  private boolean blurred;

  PausePromises(World world) {
    this.world = world;
  }

  /// One that left before another that had waited longer. Of several that run at once, one may
  /// begin first and leave last: so it matters which began first.
  ///
  /// @param began the number of the attempt of the one that left
  private record Overtaking(DeliveryId first, int began) {}

  /// A row of open work.
  ///
  /// @param wanted somebody wants it at once, before all others
  private record Row(
      long endpoint, long subscription, boolean apart, long scheduled, boolean wanted) {}

  /// Another process knows less of what was sent.
  void killed() {
    left.clear();
    overtakings.clear();
  }

  /// What cannot be read is tried later: the order is none then.
  void databaseFails() {
    blurred = true;
  }

  void departs(FakeNetwork.Sending sending) {
    DeliveryId id = DeliveryId.parse(sending.webhookId());
    left.add(id);
    boolean inOrder = !blurred && sending.header("posthouse-attempt").equals("1");
    if (inOrder) {
      judge(id);
    }
    List<Hold> holds = world.app.holds.all();
    Optional<Row> row = holds.isEmpty() ? Optional.empty() : row(id);
    if (row.isPresent()) {
      List<Hold> its = holds.stream().filter(hold -> concerns(hold, row.get())).toList();
      boolean paused = its.stream().anyMatch(hold -> hold.state() == Hold.State.PAUSED);
      if (paused || row.get().apart()) {
        broken.add("sent though it is paused: " + sending);
        world.note("BROKEN " + broken.getLast());
      }
      if (inOrder && !row.get().wanted()) {
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
            select endpoint, subscription, due, scheduled, extra from waiting
            where event = %d and id = %d
            """
                .formatted(id.event().value(), id.value()),
            row ->
                new Row(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3) == Long.MAX_VALUE,
                    row.getLong(4),
                    row.getLong(5) > 0))
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
          overtakings
              .computeIfAbsent(before, passed -> new ArrayList<>())
              .add(new Overtaking(id, world.tasks.running()));
          world.note(id + " overtakes " + before);
        });
  }

  private void judge(DeliveryId passed) {
    for (Overtaking overtaking : overtakings.getOrDefault(passed, List.of())) {
      if (overtaking.began() < world.tasks.running()) {
        broken.add(overtaking.first() + " began before " + passed + ", which had waited longer");
        world.note("BROKEN " + broken.getLast());
      }
    }
    overtakings.remove(passed);
  }

  private static long micros(Hold hold) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, hold.since());
  }

  void check() {
    assertThat(broken).isEmpty();
  }
}
