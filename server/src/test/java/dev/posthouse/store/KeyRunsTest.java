package dev.posthouse.store;

import static dev.posthouse.testing.Events.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.EventId;
import dev.posthouse.event.Origin;
import dev.posthouse.event.Routed;
import dev.posthouse.event.TenantId;
import dev.posthouse.store.EventKeys.Holder;
import dev.posthouse.testing.Databases;
import dev.posthouse.testing.Events;
import dev.posthouse.testing.SettableClock;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys in runs that are so small that a few claims fold and join them, beside a plain map.
final class KeyRunsTest {
  private static final List<KeyEntry> RANDOM =
      new Random(7).longs(10_000).mapToObj(fingerprint -> new KeyEntry(fingerprint, 1)).toList();

  private static final int FOLD = 10;
  private static final int TOGETHER = 3;
  private static final int SLICES = 4;

  @TempDir Path folder;

  private final SettableClock clock = new SettableClock();
  private final Events events = new Events(clock);
  private final Map<String, EventId> holders = new HashMap<>();
  private Database database;
  private Session db;
  private KeyRuns keys;

  @BeforeEach
  void open() throws SQLException {
    database = Databases.open(Databases.Kind.SQLITE, folder, clock);
    connect();
  }

  private void connect() throws SQLException {
    db = new Session(database.connect(), new WriterCounts());
    keys = new KeyRuns(FOLD, TOGETHER, SLICES);
    keys.load(db.handle().getConnection());
  }

  @AfterEach
  void close() {
    db.close();
    database.close();
  }

  @Test
  void the_first_to_claim_a_key_holds_it_through_folds_joins_and_restarts() throws SQLException {
    var dice = new Random(7);
    for (int round = 0; round < 300; round++) {
      claim(ids(dice), dice.nextInt(5) > 0);
      if (dice.nextInt(40) == 0) {
        db.close();
        connect();
      }
    }

    assertThat(count("key_run where entries >= " + FOLD * TOGETHER)).isPositive();
    assertThat(count("key_run")).isLessThan(30);
    for (String id : holders.keySet()) {
      assertThat(find(id)).contains(holders.get(id));
    }
    assertThat(find("nobody's")).isEmpty();
  }

  @Test
  void what_was_being_joined_when_the_process_ended_is_joined_anew() throws SQLException {
    for (int i = 0; count("key_run where entries = 0") == 0; i++) {
      claim(List.of("before-" + i), true);
    }
    claim(List.of("a slice"), true);
    long written = count("key_page where run in (select id from key_run where entries = 0)");
    assertThat(written).isPositive();
    db.close();
    connect();

    for (int i = 0; i < FOLD; i++) {
      claim(List.of("after-" + i), true);
    }

    assertThat(count("key_run where entries = " + FOLD * TOGETHER)).isEqualTo(1);
    assertThat(count("key_run where entries = 0")).isZero();
    assertThat(count("key_page where run not in (select id from key_run)")).isZero();
    for (String id : holders.keySet()) {
      assertThat(find(id)).contains(holders.get(id));
    }
  }

  @Test
  void a_join_writes_no_more_than_a_slice_in_a_transaction() throws SQLException {
    keys = new KeyRuns(1_000, TOGETHER, SLICES);
    long most = 0;
    long pages = 0;
    for (int i = 0; i < 4_000; i++) {
      boolean folds = i % 1_000 == 0;
      claim(List.of("id-" + i), true);
      long now = count("key_page");
      most = folds ? most : Math.max(most, now - pages);
      pages = now;
    }
    assertThat(count("key_run where entries = 3000")).isEqualTo(1);
    assertThat(most).isBetween(1L, 5L);
  }

  private static List<String> ids(Random dice) {
    return dice.ints(1 + dice.nextInt(4), 0, 600).distinct().mapToObj(n -> "id-" + n).toList();
  }

  /// One transaction, committed or not.
  private void claim(List<String> ids, boolean commit) throws SQLException {
    List<Routed> keyed = ids.stream().map(id -> events.keyed(id, "{}")).toList();
    List<Optional<Holder>> found = keys.claim(db, keyed);
    var won = new ArrayList<Routed>();
    for (int i = 0; i < ids.size(); i++) {
      Optional<EventId> holder = Optional.ofNullable(holders.get(ids.get(i)));
      assertThat(found.get(i).map(Holder::id)).isEqualTo(holder);
      if (holder.isEmpty()) {
        won.add(keyed.get(i));
      }
    }
    if (!won.isEmpty()) {
      EventRows.insert(db, won);
    }
    if (!commit) {
      db.rollback();
      return;
    }
    db.commit();
    keys.committed();
    won.forEach(routed -> holders.put(routed.event().origin().id(), routed.event().id()));
  }

  private Optional<EventId> find(String id) {
    return database.read(c -> keys.find(c, TENANT, new Origin("shop", id))).map(Holder::id);
  }

  @Test
  void keys_of_another_tenant_or_source_are_others() throws SQLException {
    claim(List.of("a"), true);

    var source = events.event(TENANT, new Origin("stall", "a"), "{}");
    var tenant = events.event(new TenantId(2), new Origin("shop", "a"), "{}");

    assertThat(keys.claim(db, List.of(source, tenant))).containsOnly(Optional.empty());
  }

  @Test
  void keys_of_deleted_events_are_free_and_their_runs_go() throws SQLException {
    for (int i = 0; i < FOLD * TOGETHER * 2; i++) {
      claim(List.of("old-" + i), true);
    }
    long runs = count("key_run");
    db.run("delete from event");
    db.commit();
    holders.clear();

    for (int i = 0; i < FOLD + 1 + runs; i++) {
      claim(List.of("old-" + i), true);
    }

    assertThat(runs).isGreaterThan(1);
    assertThat(count("key_run")).isEqualTo(1);
    assertThat(count("key_page")).isEqualTo(1);
  }

  @Test
  void two_keys_may_have_one_fingerprint() throws SQLException {
    var entries = new ArrayList<KeyEntry>();
    for (long event = 1; event <= 600; event++) {
      entries.add(new KeyEntry(event < 300 ? 5 : event, event));
    }
    KeyRun run = KeyRun.write(db, entries);

    assertThat(run.events(db, 5)).hasSize(299);
    assertThat(run.events(db, 600)).containsExactly(new EventId(600));
    assertThat(run.events(db, 4)).isEmpty();
  }

  @Test
  void a_filter_lets_few_in_vain_pass_and_forgets_nobody() {
    KeyFilter filter = KeyFilter.read(KeyFilter.of(RANDOM).write());

    assertThat(RANDOM).allMatch(entry -> filter.mayHold(entry.fingerprint()));
    assertThat(passed(filter)).isLessThan(20);
  }

  @Test
  void a_filter_of_a_former_version_forgets_nobody() {
    byte[] written = KeyFilter.of(RANDOM).write();
    KeyFilter former = KeyFilter.read(Arrays.copyOf(written, written.length - 1));

    assertThat(RANDOM).allMatch(entry -> former.mayHold(entry.fingerprint()));
    assertThat(passed(former)).isLessThan(100);
  }

  /// Of 10,000 that are not in it.
  private static long passed(KeyFilter filter) {
    return new Random(8).longs(10_000).filter(filter::mayHold).count();
  }

  private long count(String rows) throws SQLException {
    try (var row = db.prepare("select count(*) from " + rows).executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
