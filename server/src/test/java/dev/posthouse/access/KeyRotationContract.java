package dev.posthouse.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.access.KeyRotation.Result;
import dev.posthouse.access.KeyRotation.Status.Use;
import dev.posthouse.testing.Databases;
import dev.posthouse.testing.SteppedLedger;
import dev.posthouse.testing.Unrecorded;
import dev.posthouse.work.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The vault and its ring on a real database, whatever it is.
@NullMarked
abstract class KeyRotationContract {
  private static final Secret UNSET = new Secret("");
  private static final int ROWS = 7;
  private static final int SLICE = 3;

  @TempDir Path folder;
  private final SecureRandom random = new SecureRandom();
  private SteppedLedger house;
  private Vault vault;

  abstract Databases.Kind kind();

  @BeforeEach
  void open() {
    house = new SteppedLedger(kind(), folder.resolve("data"));
    vault = restarted(UNSET);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private Vault restarted(Secret given) {
    return Vault.open(house.ledger, folder, given, random);
  }

  private KeyRotation rotation(Tasks tasks) {
    var trail = new Unrecorded(house.ledger, tasks);
    return new KeyRotation(house.ledger, trail, tasks, vault, SLICE);
  }

  private KeyFile file() {
    return new KeyFile(folder);
  }

  @Test
  void a_new_key_takes_the_place_of_the_old_one_everywhere() throws Exception {
    store(ROWS);
    RingKey old = vault.ring().current();

    assertThat(rotation(house).rotate(Actor.SYSTEM)).isInstanceOf(Result.Started.class);

    RingKey fresh = vault.ring().current();
    assertThat(fresh).isNotEqualTo(old);
    assertThat(rotation(house).status().keys()).containsExactly(new Use(fresh.id(), true, ROWS));
    assertThat(probes()).containsExactly(fresh.id());
    assertThat(file().read().orElseThrow().keys()).containsExactly(fresh);
    vault = restarted(UNSET);
    assertReadable(ROWS);
  }

  @Test
  void a_kill_after_any_step_leaves_what_the_next_start_goes_on_from() throws Exception {
    int step = 0;
    while (killed(++step)) {
      vault = restarted(UNSET);
      assertReadable(ROWS);
      rotation(house).resume();
      assertThat(probes()).as("after step " + step).hasSize(1);
      assertThat(file().read().orElseThrow().keys()).hasSize(1);
      vault = restarted(UNSET);
      assertReadable(ROWS);
    }
    assertThat(step).isGreaterThan(2 + ROWS / SLICE);
  }

  /// Whether there is such a step at which a change of keys was killed.
  private boolean killed(int step) throws InterruptedException {
    store(ROWS);
    try {
      rotation(new Deadly(step)).rotate(Actor.SYSTEM);
      return false;
    } catch (Killed e) {
      return true;
    }
  }

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  /// The process ends when the Nth change has committed. A step writes either to the database or to
  /// the key file, each whole or not at all: so these are all the states there are.
  private final class Deadly implements Tasks {
    private int left;

    Deadly(int left) {
      this.left = left;
    }

    @Override
    public void start(String name, Runnable task) {
      task.run();
    }

    @Override
    public <T> T await(CompletableFuture<T> result) {
      T done = house.await(result);
      if (--left == 0) {
        throw new Killed();
      }
      return done;
    }
  }

  @Test
  void a_draft_that_a_kill_left_behind_is_written_over() throws Exception {
    store(1);
    Files.writeString(folder.resolve(KeyFile.NAME + ".new"), "half a k");

    rotation(house).rotate(Actor.SYSTEM);

    vault = restarted(UNSET);
    assertReadable(1);
    assertThat(folder.resolve(KeyFile.NAME + ".new")).doesNotExist();
  }

  @Test
  void the_key_may_change_until_something_is_encrypted_and_is_then_never_made_anew()
      throws IOException {
    Files.delete(file().path());
    vault = restarted(UNSET);
    store(1);
    assertThatThrownBy(() -> restarted(new Secret("00".repeat(32))))
        .isInstanceOf(VaultLocked.class)
        .hasMessageContaining("another key than that of POSTHOUSE_SECRET_KEY");
    Files.delete(file().path());
    assertThatThrownBy(() -> restarted(UNSET))
        .isInstanceOf(VaultLocked.class)
        .hasMessageContaining("there is no key");
    assertThat(file().path()).doesNotExist();
  }

  @Test
  void a_key_that_is_still_needed_stops_the_start_when_it_is_missing() throws Exception {
    store(ROWS);
    try {
      rotation(new Deadly(2)).rotate(Actor.SYSTEM);
    } catch (Killed e) {
      file().write(new KeyRing(List.of(vault.ring().current())));
    }

    assertThatThrownBy(() -> restarted(UNSET))
        .isInstanceOf(VaultLocked.class)
        .hasMessageContaining(vault.ring().keys().getLast().id());
  }

  @Test
  void a_key_of_the_environment_is_the_operators_to_change() throws Exception {
    RingKey old = vault.ring().current();
    RingKey next = RingKey.make(random);
    var both = new Secret(next.reveal() + "," + old.reveal());
    store(ROWS);

    vault = restarted(both);
    assertThat(rotation(house).rotate(Actor.SYSTEM)).isInstanceOf(Result.FromEnvironment.class);
    rotation(house).resume();

    vault = restarted(new Secret(next.reveal()));
    assertReadable(ROWS);
    assertThatThrownBy(() -> restarted(new Secret(old.reveal()))).isInstanceOf(VaultLocked.class);
    assertThat(file().read().orElseThrow().keys()).containsExactly(old);
  }

  @Test
  void a_ring_that_knows_the_next_key_goes_on_with_the_first() throws Exception {
    RingKey old = vault.ring().current();
    store(ROWS);

    vault = restarted(new Secret(old.reveal() + " " + RingKey.make(random).reveal()));
    rotation(house).resume();

    assertThat(probes()).containsExactly(old.id());
  }

  @Test
  void rows_from_before_keys_had_ids_are_read_and_encrypted_anew() throws Exception {
    store(ROWS);
    house.await(house.ledger.change(this::unname));
    vault = restarted(UNSET);
    assertReadable(ROWS);
    assertThat(rotation(house).status().keys()).contains(new Use("", false, ROWS));

    rotation(house).resume();

    assertThat(probes()).containsExactly(vault.ring().current().id());
    assertReadable(ROWS);
  }

  private int unname(Handle db) {
    db.execute("delete from vault_key");
    db.execute(
        "insert into vault_key (id, probe) values ('', ?)",
        Unnamed.seal(vault.ring().current(), Vault.PROBE, Vault.PROBE));
    for (int row = 1; row <= ROWS; row++) {
      byte[] sealed =
          Unnamed.seal(vault.ring().current(), "secret " + row, Place.ENDPOINT.owner(row));
      db.execute("update endpoint set secrets = ? where id = ?", sealed, row);
    }
    return ROWS;
  }

  @Test
  void a_row_that_nobody_can_read_stays_and_so_does_the_old_key() throws Exception {
    store(ROWS);
    RingKey old = vault.ring().current();
    house.await(
        house.ledger.change(db ->
            db.execute(
                "update endpoint set secrets = (select secrets from endpoint where id = 1) where id = 2")));

    rotation(house).rotate(Actor.SYSTEM);

    assertThat(rotation(house).status().keys())
        .containsExactly(
            new Use(vault.ring().current().id(), true, ROWS - 1), new Use(old.id(), false, 1));
    assertThat(file().read().orElseThrow().keys()).hasSize(2);
  }

  @Test
  void who_asked_for_a_new_key_is_on_record() throws Exception {
    var trail = new Unrecorded(house.ledger, house);
    var anna = new Actor("key_anna", "192.0.2.7");

    new KeyRotation(house.ledger, trail, house, vault, SLICE).rotate(anna);

    String fresh = vault.ring().current().id();
    assertThat(trail.entries)
        .containsExactly(
            new Trail.Entry(
                Trail.HOUSE,
                Trail.Kind.SECRET_KEY,
                0,
                "rotated",
                "",
                "{\"key\":\"" + fresh + "\"}"));
    assertThat(trail.by).isEqualTo(anna);
  }

  @Test
  void what_is_changed_meanwhile_stays_changed() throws Exception {
    store(ROWS);
    var tasks = new Interfering();

    rotation(tasks).rotate(Actor.SYSTEM);

    assertThat(tasks.changed).hasSizeGreaterThan(3);
    for (int row = 1; row <= ROWS; row++) {
      String wanted = tasks.changed.contains(row) ? "changed" : "secret " + row;
      assertThat(read(row)).isEqualTo(wanted);
    }
  }

  /// Changes another row before each step.
  private final class Interfering implements Tasks {
    final List<Integer> changed = new ArrayList<>();

    @Override
    public void start(String name, Runnable task) {
      task.run();
    }

    @Override
    public <T> T await(CompletableFuture<T> result) {
      int row = changed.size() % ROWS + 1;
      changed.add(row);
      house.await(house.ledger.change(db -> put(db, row, "changed")));
      return house.await(result);
    }
  }

  @Test
  void no_key_is_made_that_another_node_would_not_have() throws Exception {
    house.await(
        house.ledger.change(db ->
            db.execute(
                "insert into node (epoch, name, started, lease_until) values (5, 'other', 0, ?)",
                Long.MAX_VALUE)));

    assertThat(rotation(house).rotate(Actor.SYSTEM)).isInstanceOf(Result.OtherNodes.class);
    assertThat(file().read().orElseThrow().keys()).hasSize(1);
  }

  private void store(int rows) {
    for (int row = 1; row <= rows; row++) {
      int id = row;
      house.await(house.ledger.change(db -> put(db, id, "secret " + id)));
    }
  }

  private int put(Handle db, int row, String text) {
    return db.execute(
        """
        insert into endpoint (id, tenant, name, revision, doc, secrets, enabled_since)
        values (?, 1, ?, 1, '{}', ?, 0)
        on conflict (id) do update set secrets = excluded.secrets
        """,
        row,
        "endpoint " + row,
        vault.encrypt(db, Place.ENDPOINT, row, text));
  }

  private void assertReadable(int rows) {
    for (int row = 1; row <= rows; row++) {
      assertThat(read(row)).isEqualTo("secret " + row);
    }
  }

  private String read(int row) {
    byte[] sealed =
        house.ledger.read(db ->
            db.select("select secrets from endpoint where id = ?", row).mapTo(byte[].class).one());
    return vault.decrypt(Place.ENDPOINT, row, sealed);
  }

  private List<String> probes() {
    return house.ledger.read(KeyProbe::all).stream().map(KeyProbe::key).toList();
  }
}
