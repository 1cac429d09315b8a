package dev.posthouse.store;

import dev.posthouse.event.AttemptId;
import dev.posthouse.event.EventId;
import dev.posthouse.event.TenantId;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;

/// Writes down, in the writer's transactions, which events and attempts they store, for tenants
/// that somebody follows; while there are none it costs a look into an empty set. Rows of a node
/// are numbered in the order of its commits, so whoever reads them node by node, by number, misses
/// nothing, whatever their ids. Written to by the writer's thread only, but for [#glance].
final class Feed {
  /// How long a tenant is remembered as followed after its last reader was seen: a reader that
  /// comes back within it goes on where it was.
  static final Duration REMEMBERED = Duration.ofMinutes(10);

  /// How long rows are kept.
  static final Duration KEPT = REMEMBERED.plusMinutes(5);

  private static final int ENTRY = 2 * Long.BYTES;

  private static final String INSERT =
      "insert into feed (tenant, node, number, entries) values (?, ?, ?, ?)";

  private final long epoch;
  private final AtomicReference<Set<Long>> followed = new AtomicReference<>(Set.of());
  private final Map<Long, List<Entry>> adding = new LinkedHashMap<>();
  private long number;

  Feed(long epoch) {
    this.epoch = epoch;
  }

  /// Something that was stored; `attempt` is 0 for an event that was accepted.
  record Entry(long event, long attempt) {}

  void begin(Instant now) {
    adding.clear();
    number = Math.max(number, Micros.of(now) - 1);
  }

  void accepted(TenantId tenant, EventId event) {
    if (isFollowed(tenant)) {
      add(tenant, new Entry(event.value(), 0));
    }
  }

  void attempted(TenantId tenant, AttemptId attempt) {
    if (isFollowed(tenant)) {
      add(tenant, new Entry(attempt.event().value(), attempt.value()));
    }
  }

  private boolean isFollowed(TenantId tenant) {
    Set<Long> now = Objects.requireNonNull(followed.get());
    return !now.isEmpty() && now.contains(tenant.value());
  }

  private void add(TenantId tenant, Entry entry) {
    adding.computeIfAbsent(tenant.value(), t -> new ArrayList<>()).add(entry);
  }

  /// One statement, if there is anything to write.
  void write(Session db) throws SQLException {
    if (adding.isEmpty()) {
      return;
    }
    number++;
    var insert = db.prepare(INSERT);
    for (var one : adding.entrySet()) {
      insert.setLong(1, one.getKey());
      insert.setLong(2, epoch);
      insert.setLong(3, number);
      insert.setBytes(4, bytes(one.getValue()));
      insert.addBatch();
    }
    db.execute(insert);
  }

  private static byte[] bytes(List<Entry> entries) {
    var bytes = ByteBuffer.allocate(entries.size() * ENTRY);
    entries.forEach(entry -> bytes.putLong(entry.event()).putLong(entry.attempt()));
    return bytes.array();
  }

  static List<Entry> entries(byte[] bytes) {
    var from = ByteBuffer.wrap(bytes);
    var entries = new ArrayList<Entry>(bytes.length / ENTRY);
    while (from.hasRemaining()) {
      entries.add(new Entry(from.getLong(), from.getLong()));
    }
    return entries;
  }

  /// Looks up who is followed on any node; to be called now and then by the writer.
  void look(Handle db, Instant now) {
    followed.set(wanted(db, now));
  }

  /// Takes note of who is followed by now, and drops nobody: for any thread, in a snapshot that may
  /// be older than the writer's.
  void glance(Handle db, Instant now) {
    Set<Long> wanted = wanted(db, now);
    var _ =
        followed.updateAndGet(known -> known.containsAll(wanted) ? known : either(known, wanted));
  }

  private static Set<Long> either(Set<Long> some, Set<Long> others) {
    var all = new HashSet<>(some);
    all.addAll(others);
    return Set.copyOf(all);
  }

  private static Set<Long> wanted(Handle db, Instant now) {
    return Set.copyOf(
        db.select("select tenant from feed_wanted where until > ?", Micros.of(now))
            .mapTo(Long.class)
            .list());
  }
}
