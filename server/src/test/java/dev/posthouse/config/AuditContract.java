package dev.posthouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.access.Actor;
import dev.posthouse.access.Trail;
import dev.posthouse.config.Verification.Finding;
import dev.posthouse.config.Verification.Noted;
import dev.posthouse.config.Verification.Report;
import dev.posthouse.config.Verification.Trouble;
import dev.posthouse.store.Append;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The record of changes: one sequence, chained, and whole or known not to be.
@NullMarked
abstract class AuditContract extends ConfigContract {
  private static final Duration KEPT = Duration.ofDays(730);
  private Verification verification;
  private RevisionRetention retention;

  @BeforeEach
  void start() {
    verification = new Verification(house.ledger, journal);
    retention = new RevisionRetention(house.ledger, journal);
  }

  @Test
  void other_changes_are_numbered_in_between_and_leave_the_route_table_its_number()
      throws Exception {
    Endpoint first = endpoint("erp");
    record("key", 77);
    record("key", 77);
    assertThat(catalogue.current().number()).isEqualTo(1);
    assertThat(stored().number()).isEqualTo(1);

    Endpoint second = endpoint("shop");

    assertThat(first.revision()).isEqualTo(1);
    assertThat(second.revision()).isEqualTo(4);
    assertThat(catalogue.current().number()).isEqualTo(4);
    assertThat(stored()).isEqualTo(catalogue.current());
    assertThat(numbers()).containsExactly(1L, 2L, 3L, 4L);
    assertThat(found()).isEmpty();
  }

  @Test
  void a_changed_revision_is_found_whatever_of_it_was_changed() throws Exception {
    changes(5);
    for (String change :
        List.of(
            "doc = doc || ' '",
            "who = 'somebody'",
            "origin = ''",
            "at = at + 1",
            "tenant = tenant + 1",
            "action = 'deleted'",
            "shown = 'x'",
            "kind = 'subscription'",
            "resource = resource + 1")) {
      List<String> before = row(3);
      sql("update revision set " + change + " where number = 3");
      assertThat(found()).as(change).containsExactly(new Finding(3, 3, Trouble.CHANGED));
      restore(before);
      assertThat(found()).isEmpty();
    }
  }

  @Test
  void a_revision_that_was_changed_with_its_hash_is_found_at_the_next_one() throws Exception {
    changes(3);
    sql("update revision set who = 'somebody' where number = 2");
    Revision forged = house.ledger.read(db -> RevisionRows.find(db, 2).orElseThrow());
    byte[] first = HexFormat.of().parseHex(all().get(0).hash());
    house.await(
        house.ledger.change(db ->
            db.execute(
                "update revision set hash = ? where number = 2", forged.link().hash(first))));

    assertThat(found()).containsExactly(new Finding(3, 3, Trouble.CHANGED));
  }

  @Test
  void missing_revisions_are_found_at_the_beginning_within_and_at_the_end() throws Exception {
    changes(9);
    sql("delete from revision where number in (1, 2, 5, 8, 9)");

    assertThat(found())
        .containsExactly(
            new Finding(1, 2, Trouble.MISSING),
            new Finding(5, 5, Trouble.MISSING),
            new Finding(8, 9, Trouble.MISSING));
  }

  /// Cut where the row before says the hash: the database alone would not tell.
  @Test
  void an_end_that_is_cut_off_with_the_head_is_found_while_the_process_lives() throws Exception {
    changes(5);
    sql("delete from revision where number > 3");
    sql(
        "update revision_head set number = 3,"
            + " hash = (select hash from revision where number = 3)");

    assertThat(found()).containsExactly(new Finding(4, 5, Trouble.MISSING));
  }

  @Test
  void a_head_that_is_gone_or_set_back_is_found() throws Exception {
    changes(5);
    sql(
        "update revision_head set number = 3,"
            + " hash = (select hash from revision where number = 3)");
    assertThat(inNewProcess()).containsExactly(new Finding(4, 5, Trouble.CHANGED));

    sql("delete from revision_head");
    assertThat(inNewProcess()).containsExactly(new Finding(1, 5, Trouble.CHANGED));
  }

  private List<Finding> inNewProcess() throws InterruptedException {
    var restarted = house.journal(catalogue, vault);
    return new Verification(house.ledger, restarted).run(Optional.empty(), Trail.HOUSE).findings();
  }

  @Test
  void what_was_noted_elsewhere_tells_of_a_chain_that_was_written_anew() throws Exception {
    changes(3);
    var noted = new Noted(2, all().get(1).hash());
    assertThat(verification.run(Optional.of(noted), Trail.HOUSE).findings()).isEmpty();
    assertThat(verification.run(Optional.of(new Noted(2, "00".repeat(32))), Trail.HOUSE).findings())
        .containsExactly(new Finding(2, 2, Trouble.NOT_AS_NOTED));
    assertThat(verification.run(Optional.of(new Noted(9, noted.hash())), Trail.HOUSE).findings())
        .containsExactly(new Finding(9, 9, Trouble.MISSING));
  }

  @Test
  void old_revisions_go_but_for_the_last_of_each_resource_and_the_chain_still_holds()
      throws Exception {
    Endpoint endpoint = endpoint("erp");
    for (int i = 1; i <= 4; i++) {
      patch(endpoint, i);
    }
    Endpoint gone = endpoint("gone");
    saved(endpoints.delete(ANNA, gone.id(), Match.ANY, Dependants.PROTECT));
    record("key", 77);
    house.clock.advance(KEPT.plusDays(1));
    patch(endpoint, 5);
    patch(endpoint, 6);

    assertThat(retention.slice(house.clock.instant().minus(KEPT))).isFalse();

    assertThat(numbers()).containsExactly(5L, 8L, 9L, 10L, 11L);
    Report report = verification.run(Optional.empty(), Trail.HOUSE);
    assertThat(report.findings()).isEmpty();
    assertThat(report.kept()).isEqualTo(5);
    assertThat(report.dropped()).isEqualTo(6);
    assertThat(report.number()).isEqualTo(11);
    assertThat(stored()).isEqualTo(catalogue.current());
    assertThat(catalogue.current().number()).isEqualTo(10);
    assertThat(new Past(house.ledger).endpoints(ANNA.tenant(), 9, List.of(endpoint.id())))
        .containsEntry(endpoint.id(), true);
    sql("delete from revision where number = 8");
    assertThat(found()).containsExactly(new Finding(8, 8, Trouble.MISSING));
  }

  @Test
  void what_the_oldest_kept_event_was_routed_by_is_kept_whatever_its_age() throws Exception {
    Endpoint endpoint = endpoint("erp");
    patch(endpoint, 1);
    patch(endpoint, 2);
    house.await(house.ledger.append(new Append(List.of(house.ids.event()), false)));
    sql("update event set route_table = 2");
    house.clock.advance(KEPT.plusDays(1));

    assertThat(retention.slice(house.clock.instant().minus(KEPT))).isFalse();

    assertThat(numbers()).containsExactly(2L, 3L, 4L);
    assertThat(found()).isEmpty();
  }

  @Test
  void a_long_past_goes_slice_by_slice() throws Exception {
    for (int i = 0; i < RevisionRetention.SLICE + 10; i++) {
      record("key", 77);
    }
    house.clock.advance(KEPT.plusDays(1));

    assertThat(retention.slice(house.clock.instant().minus(KEPT))).isTrue();
    assertThat(retention.slice(house.clock.instant().minus(KEPT))).isFalse();

    assertThat(all()).hasSize(3);
    assertThat(found()).isEmpty();
  }

  private void changes(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      var _ = endpoint("erp-" + i);
    }
  }

  private void patch(Endpoint endpoint, int seconds) throws InterruptedException {
    saved(
        endpoints.patch(
            ANNA, endpoint.id(), Match.ANY, json("{'timeout':'%ds'}".formatted(seconds))));
  }

  private void record(String name, long id) throws InterruptedException {
    var entry =
        new Trail.Entry(
            ANNA.tenant(), Trail.Kind.KEY, id, "updated", "", "{\"name\":\"" + name + "\"}");
    journal.change(pen -> {
      pen.commit(new Actor("admin", "192.0.2.1"), List.of(entry), db -> {});
      return entry;
    });
  }

  private List<Finding> found() throws InterruptedException {
    return verification.run(Optional.empty(), Trail.HOUSE).findings();
  }

  private List<Recorded> all() {
    return new Revisions(house.ledger).after(Revisions.Wanted.all(), 0, 10_000);
  }

  private List<Long> numbers() {
    return all().stream().map(read -> read.revision().number()).toList();
  }

  private void sql(String statement) {
    int _ = house.await(house.ledger.change(db -> db.execute(statement)));
  }

  private List<String> row(long number) {
    return house.ledger.read(db ->
        db.createQuery(
                """
                select tenant, kind, resource, action, who, origin, shown, at, doc from revision
                where number = :number
                """)
            .bind("number", number)
            .map((row, context) -> {
              var values = new ArrayList<String>();
              for (int i = 1; i <= 9; i++) {
                values.add(row.getString(i));
              }
              return List.copyOf(values);
            })
            .one());
  }

  private void restore(List<String> row) {
    int _ =
        house.await(
            house.ledger.change(db ->
                db.execute(
                    """
                    update revision set tenant = ?, kind = ?, resource = ?, action = ?, who = ?,
                      origin = ?, shown = ?, at = ?, doc = ?
                    where number = 3
                    """,
                    Long.parseLong(row.get(0)),
                    row.get(1),
                    Long.parseLong(row.get(2)),
                    row.get(3),
                    row.get(4),
                    row.get(5),
                    row.get(6),
                    Long.parseLong(row.get(7)),
                    row.get(8))));
  }
}
