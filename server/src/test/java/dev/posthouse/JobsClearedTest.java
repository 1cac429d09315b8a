package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.bulk.Clearing;
import dev.posthouse.store.Micros;
import dev.posthouse.testing.Databases;
import dev.posthouse.testing.SteppedLedger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobsClearedTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void jobs_that_ended_long_ago_are_forgotten_and_receipts_later(Databases.Kind kind)
      throws InterruptedException {
    try (var house = new SteppedLedger(kind, folder)) {
      house.await(
          house.ledger.change(db -> {
            job(db, 1, "replay", "done", house, 91);
            job(db, 2, "replay", "done", house, 89);
            job(db, 3, "retry", "cancelled", house, 91);
            job(db, 4, "erase", "done", house, 91);
            job(db, 5, "erase", "done", house, 731);
            job(db, 6, "replay", "paused", house, 800);
            for (int i = 0; i < 1_200; i++) {
              db.execute("insert into job_delivery (event, id, job) values (?, 1, 1)", i);
            }
            db.execute("insert into job_delivery (event, id, job) values (1, 1, 2)");
            return true;
          }));

      new Clearing(house.ledger, house, house.clock, Duration.ofDays(730)).run();

      assertThat(numbers(house, "select id from job order by id")).containsExactly(2L, 4L, 6L);
      assertThat(numbers(house, "select job from job_delivery")).containsExactly(2L);
    }
  }

  private static List<Long> numbers(SteppedLedger house, String sql) {
    return house.ledger.read(db -> db.select(sql).mapTo(Long.class).list());
  }

  private static void job(
      Handle db, long id, String kind, String state, SteppedLedger house, int daysAgo) {
    long ended = Micros.of(house.clock.instant().minus(Duration.ofDays(daysAgo)));
    db.execute(
        """
        insert into job (id, tenant, kind, state, doc, who, created, started, finished, total,
          first_event, last_event, at_event, at_id, events, deliveries, skipped, owner, report)
        values (?, 1, ?, ?, '{}', 'eve', 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, 0, '')
        """,
        id,
        kind,
        state,
        state.equals("paused") ? 0 : ended);
  }
}
