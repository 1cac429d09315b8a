package dev.posthouse.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.JobId;
import dev.posthouse.event.TenantId;
import dev.posthouse.store.Database;
import dev.posthouse.store.Ledger;
import dev.posthouse.store.Limits;
import dev.posthouse.store.PostgresDatabase;
import dev.posthouse.store.WriterCounts;
import dev.posthouse.testing.Databases;
import dev.posthouse.testing.SettableClock;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.HandleCallback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whose a job is, on two nodes whose clocks are far apart.
class PostgresJobClaimTest {
  private static final JobId JOB = new JobId(7);

  private final String url = Databases.postgresUrl();
  private final SettableClock clock = new SettableClock();
  private final SettableClock ahead = new SettableClock();
  private final Database database = PostgresDatabase.open(url);
  private final Database otherDatabase = PostgresDatabase.open(url);

  PostgresJobClaimTest() {
    ahead.set(Instant.parse("2100-01-01T00:00:00Z"));
  }

  @AfterEach
  void close() {
    database.close();
    otherDatabase.close();
  }

  @Test
  void a_job_is_left_to_its_node_as_long_as_that_lives_by_the_clock_of_the_database() {
    Ledger one = node(database, clock, 1);
    Ledger other = node(otherDatabase, ahead, 2);
    int inserted = done(one, db -> JobRows.insert(db, running()));
    assertThat(inserted).isEqualTo(1);

    assertThat(claimed(one, clock)).isPresent();
    assertThat(claimed(other, ahead)).isEmpty();

    one.close();
    assertThat(claimed(other, ahead)).map(Job::owner).hasValue(2L);
    other.close();
  }

  private static Ledger node(Database database, SettableClock clock, long epoch) {
    var parts = new Ledger.Parts(database, clock, clock::nanos, new WriterCounts(), Limits.DEFAULT);
    return Ledger.open(parts, "node-" + epoch, epoch);
  }

  private static Optional<Job> claimed(Ledger node, SettableClock clock) {
    return done(node, db -> JobRows.claim(db, JOB, node.lease(), clock.instant()));
  }

  private static <T> T done(Ledger node, HandleCallback<T, RuntimeException> change) {
    var done = node.change(change::withHandle);
    while (!done.isDone()) {
      var _ = node.step();
    }
    return done.join();
  }

  private static Job running() {
    return new Job(
        JOB,
        new TenantId(1),
        Job.Kind.REPLAY,
        Job.State.RUNNING,
        "{}",
        "somebody",
        Instant.EPOCH,
        Instant.EPOCH,
        Instant.EPOCH,
        Job.Plan.UNKNOWN,
        new Job.Progress(0, 0, 0, 0, 0),
        0,
        "");
  }
}
