package dev.posthouse.receive;

import dev.posthouse.event.Ids;
import dev.posthouse.event.Notice;
import dev.posthouse.event.Routed;
import dev.posthouse.event.SourceId;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Durations;
import dev.posthouse.json.Json;
import dev.posthouse.receive.WatchRows.Health;
import dev.posthouse.store.Ledger;
import dev.posthouse.work.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// Keeps what sources refused and when they received last, when there is nothing better to do, and
/// tells of those that have gone silent. One thread calls [#step] about once a minute.
public final class Watch {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  /// After a start, what came to closed doors has this long to come again.
  static final Duration GRACE = Duration.ofMinutes(15);

  private final Receiver receiver;
  private final Ledger ledger;
  private final Tasks tasks;
  private final Teller teller;
  private final Instant begun;

  /// As the database has it. Touched by the one who calls [#step].
  private final Map<SourceId, Health> stored = new HashMap<>();

  /// Makes the event that tells of a source; see `Notices.tell`.
  @FunctionalInterface
  public interface Teller {
    Routed tell(TenantId tenant, String subject, Notice notice, ObjectNode data);
  }

  public Watch(Receiver receiver, Ledger ledger, Tasks tasks, Teller teller) {
    this.receiver = receiver;
    this.ledger = ledger;
    this.tasks = tasks;
    this.teller = teller;
    this.begun = receiver.now();
  }

  /// Takes up what was kept before the start.
  public void load() {
    List<Health> all = ledger.read(WatchRows::health);
    for (Source source : receiver.sources()) {
      var memory = receiver.memory(source);
      memory.ring().restore(ledger.read(db -> WatchRows.refused(db, source.id())));
      all.stream()
          .filter(health -> health.source().equals(source.id()))
          .findFirst()
          .ifPresent(health -> restore(memory.counts(), health));
    }
  }

  private void restore(Counts counts, Health health) {
    stored.put(health.source(), health);
    counts.last.compareAndSet(0, health.last());
    counts.silentSince.set(health.silentSince());
  }

  public void step() throws InterruptedException {
    boolean idle = ledger.waitingAppends() == 0;
    for (Source source : receiver.sources()) {
      var memory = receiver.memory(source);
      look(source, memory.counts());
      if (idle) {
        keep(source, memory);
      }
    }
    receiver.forgetGone();
  }

  private void keep(Source source, Receiver.Memory memory) throws InterruptedException {
    List<Refused> refused = memory.ring().unstored();
    Health now = health(source, memory.counts(), memory.counts().silentSince.get());
    boolean changed = !now.equals(stored.getOrDefault(source.id(), new Health(source.id(), 0, 0)));
    if (!refused.isEmpty() || changed) {
      change(
          db -> {
            if (!refused.isEmpty()) {
              WatchRows.replace(db, source.id(), refused);
            }
            WatchRows.put(db, now);
          },
          List.of());
      stored.put(source.id(), now);
    }
  }

  private static Health health(Source source, Counts counts, long silentSince) {
    return new Health(source.id(), counts.last.get(), silentSince);
  }

  /// Whether it has gone silent, or is so no more; told once each.
  private void look(Source source, Counts counts) throws InterruptedException {
    Optional<Duration> after = source.silentAfter().filter(time -> source.enabled());
    long silent = counts.silentSince.get();
    Instant last = Instant.ofEpochMilli(counts.last.get());
    Instant now = receiver.now();
    if (silent != 0 && last.toEpochMilli() > silent) {
      ObjectNode data = about(source, Instant.ofEpochMilli(silent));
      data.put("recovered_at", last.toString());
      tell(source, counts, 0, Notice.SOURCE_RECOVERED, data);
    } else if (silent == 0 && after.isPresent()) {
      Instant since = later(last, Ids.time(source.id().value()));
      boolean settled = !now.isBefore(begun.plus(shorter(after.get(), GRACE)));
      if (settled && !now.isBefore(since.plus(after.get()))) {
        ObjectNode data = about(source, since);
        data.put("silent_after", Durations.format(after.get()));
        data.put("refused", counts.refused().values().stream().mapToLong(n -> n).sum());
        tell(source, counts, since.toEpochMilli(), Notice.SOURCE_SILENT, data);
      }
    } else if (silent != 0 && after.isEmpty()) {
      counts.silentSince.set(0);
    }
  }

  private static Instant later(Instant one, Instant two) {
    return one.isAfter(two) ? one : two;
  }

  private static Duration shorter(Duration one, Duration two) {
    return one.compareTo(two) < 0 ? one : two;
  }

  private static ObjectNode about(Source source, Instant since) {
    ObjectNode data = Json.object();
    data.putObject("source")
        .put("id", source.id().toString())
        .put("name", source.name())
        .put("provider", source.provider().name());
    data.put("since", since.toString());
    return data;
  }

  private void tell(Source source, Counts counts, long since, Notice notice, ObjectNode data)
      throws InterruptedException {
    Health health = health(source, counts, since);
    Routed news = teller.tell(source.tenant(), source.id().toString(), notice, data);
    change(db -> WatchRows.put(db, health), List.of(news));
    counts.silentSince.set(since);
    stored.put(source.id(), health);
    LOG.info("source={} notice={} since={}", source.id(), notice.type(), data.path("since"));
  }

  private void change(Consumer<Handle> change, List<Routed> events) throws InterruptedException {
    var _ =
        tasks.await(
            ledger.change(
                db -> {
                  change.accept(db);
                  return true;
                },
                events,
                written -> true));
  }
}
