package dev.posthouse.receive;

import dev.posthouse.event.Ids;
import dev.posthouse.event.Notice;
import dev.posthouse.event.Routed;
import dev.posthouse.event.SourceId;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Durations;
import dev.posthouse.json.Json;
import dev.posthouse.receive.WatchRows.Health;
import dev.posthouse.store.Change;
import dev.posthouse.store.Ledger;
import dev.posthouse.work.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// Keeps what sources refused and when they received last, when there is nothing better to do, and
/// tells of those that have gone silent: what any node received counts, and one of them tells. One
/// thread calls [#step] about once a minute.
public final class Watch {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  /// After a start, what came to closed doors has this long to come again.
  static final Duration GRACE = Duration.ofMinutes(15);

  /// What another node received is written about a minute later, by its clock.
  static final Duration LATE = Duration.ofMinutes(2);

  private final Receiver receiver;
  private final Ledger ledger;
  private final Tasks tasks;
  private final Teller teller;
  private final Instant begun;

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
    for (Source source : receiver.sources()) {
      receiver.memory(source).ring().restore(ledger.read(db -> WatchRows.refused(db, source.id())));
    }
    receiver.sources().forEach(new Known(ledger.read(WatchRows::health))::seen);
  }

  public void step() throws InterruptedException {
    receiver.forgetGone();
    if (receiver.sources().isEmpty()) {
      return;
    }
    boolean idle = ledger.waitingAppends() == 0;
    Known known = new Known(ledger.read(WatchRows::health));
    boolean alone = ledger.read(ledger.lease()::alone);
    for (Source source : receiver.sources()) {
      var memory = receiver.memory(source);
      long written = known.seen(source).last();
      look(source, memory.counts(), alone);
      // Others judge by what is stored whether a source is silent.
      boolean wanted = source.silentAfter().isPresent() && memory.counts().last.get() > written;
      if (idle || wanted) {
        keep(source, memory, written);
      }
    }
  }

  /// What is stored, by source.
  private final class Known {
    private final Map<SourceId, Health> stored;

    Known(List<Health> all) {
      stored = all.stream().collect(Collectors.toMap(Health::source, health -> health));
    }

    /// How it stands in the database, which this node knows from now on: others receive too.
    Health seen(Source source) {
      Health health = stored.getOrDefault(source.id(), new Health(source.id(), 0, 0));
      Counts counts = receiver.memory(source).counts();
      counts.last.accumulateAndGet(health.last(), Math::max);
      counts.silentSince.set(health.silentSince());
      return health;
    }
  }

  private void keep(Source source, Receiver.Memory memory, long written)
      throws InterruptedException {
    List<Refused> refused = memory.ring().unstored();
    Health now = health(source, memory.counts());
    if (!refused.isEmpty() || now.last() > written) {
      var _ =
          changed(
              db -> {
                if (!refused.isEmpty()) {
                  WatchRows.replace(db, source.id(), refused);
                }
                return WatchRows.received(db, now) > 0;
              },
              List.of());
    }
  }

  private static Health health(Source source, Counts counts) {
    return new Health(source.id(), counts.last.get(), counts.silentSince.get());
  }

  /// Whether it has gone silent, or is so no more; told once each, by one node.
  private void look(Source source, Counts counts, boolean alone) throws InterruptedException {
    Optional<Duration> after = source.silentAfter().filter(time -> source.enabled());
    Health seen = health(source, counts);
    long silent = seen.silentSince();
    Instant last = Instant.ofEpochMilli(seen.last());
    if (silent != 0 && seen.last() > silent) {
      ObjectNode data = about(source, Instant.ofEpochMilli(silent));
      data.put("recovered_at", last.toString());
      tell(source, seen, 0, Notice.SOURCE_RECOVERED, data);
    } else if (silent == 0 && after.isPresent()) {
      Instant since = later(last, Ids.time(source.id().value()));
      if (isSilent(since, after.get(), alone)) {
        ObjectNode data = about(source, since);
        data.put("silent_after", Durations.format(after.get()));
        data.put("refused", counts.refused().values().stream().mapToLong(n -> n).sum());
        tell(source, seen, since.toEpochMilli(), Notice.SOURCE_SILENT, data);
      }
    } else if (silent != 0 && after.isEmpty()) {
      var _ = changed(db -> WatchRows.turn(db, seen, 0), List.of());
      counts.silentSince.set(0);
    }
  }

  private boolean isSilent(Instant since, Duration after, boolean alone) {
    Instant now = receiver.now();
    boolean settled = !now.isBefore(begun.plus(shorter(after, GRACE)));
    return settled && !now.isBefore(since.plus(after).plus(alone ? Duration.ZERO : LATE));
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

  private void tell(Source source, Health seen, long since, Notice notice, ObjectNode data)
      throws InterruptedException {
    Routed news = teller.tell(source.tenant(), source.id().toString(), notice, data);
    if (changed(db -> WatchRows.turn(db, seen, since), List.of(news))) {
      receiver.memory(source).counts().silentSince.set(since);
      LOG.info("source={} notice={} since={}", source.id(), notice.type(), data.path("since"));
    }
  }

  /// The events are stored if it changed something.
  private boolean changed(Change<Boolean> change, List<Routed> events) throws InterruptedException {
    return tasks.await(ledger.change(change, events, is -> is));
  }
}
