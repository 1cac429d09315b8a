package dev.posthouse.bulk;

import dev.posthouse.bulk.Job.Kind;
import dev.posthouse.bulk.Job.Plan;
import dev.posthouse.bulk.Job.Progress;
import dev.posthouse.bulk.Job.State;
import dev.posthouse.event.JobId;
import dev.posthouse.event.TenantId;
import dev.posthouse.store.Lease;
import dev.posthouse.store.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The table `job`.
final class JobRows {
  private static final String SELECT =
      """
      select id, tenant, kind, state, doc, who, created, started, finished, total, first_event,
        last_event, at_event, at_id, events, deliveries, skipped, owner, report
      from job
      """;

  private JobRows() {}

  static int insert(Handle db, Job job) {
    return db.execute(
        """
        insert into job (id, tenant, kind, state, doc, who, created, started, finished, total,
          first_event, last_event, at_event, at_id, events, deliveries, skipped, owner, report)
        values (?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?, ?, ?, 0, 0, 0, 0, '')
        """,
        job.id().value(),
        job.tenant().value(),
        job.kind().word(),
        job.state().word(),
        job.doc(),
        job.who(),
        Micros.of(job.created()),
        job.plan().total(),
        job.plan().first(),
        job.plan().last(),
        job.progress().event(),
        job.progress().id());
  }

  static Optional<Job> find(Handle db, JobId id) {
    return db.select(SELECT + "where id = ?", id.value()).map((row, context) -> job(row)).findOne();
  }

  /// Newest first.
  static List<Job> page(
      Handle db, TenantId tenant, Collection<Kind> kinds, long before, int limit) {
    return db.createQuery(
            SELECT
                + """
                where tenant = :tenant and id < :before and kind in (<kinds>)
                order by id desc limit :limit
                """)
        .bind("tenant", tenant.value())
        .bind("before", before)
        .bind("limit", limit)
        .bindList("kinds", kinds.stream().map(Kind::word).toList())
        .map((row, context) -> job(row))
        .list();
  }

  /// How many of a tenant are not finished.
  static int open(Handle db, TenantId tenant) {
    return db.select(
            """
            select count(*) from job
            where tenant = ? and state in ('counting', 'planned', 'running', 'paused')
            """,
            tenant.value())
        .mapTo(Integer.class)
        .one();
  }

  /// What is to be worked on, oldest first.
  static List<JobId> active(Handle db) {
    return db.select("select id from job where state in ('counting', 'running') order by id")
        .mapTo(Long.class)
        .map(JobId::new)
        .list();
  }

  /// Takes a job for a process, unless another that lives has it.
  static Optional<Job> claim(Handle db, JobId id, Lease lease, Instant now) {
    int claimed =
        db.execute(
            """
            update job set owner = ?, started = case when started = 0 then ? else started end
            where id = ? and state in ('counting', 'running') and (owner in (0, ?)
              or not exists (select 1 from node n where n.epoch = owner and n.lease_until > ?))
            """,
            lease.epoch(),
            Micros.of(now),
            id.value(),
            lease.epoch(),
            Micros.of(lease.time(db)));
    return claimed == 1 ? find(db, id) : Optional.empty();
  }

  static int counted(Handle db, Job job, Plan plan, State next) {
    return db.execute(
        """
        update job set total = ?, first_event = ?, last_event = ?, state = ?
        where id = ? and state = 'counting' and owner = ?
        """,
        plan.total(),
        plan.first(),
        plan.last(),
        next.word(),
        job.id().value(),
        job.owner());
  }

  /// Moves a job on; false if it is not where it was, or no longer its owner's to move.
  static boolean advance(Handle db, Job job, Progress to) {
    int advanced =
        db.execute(
            """
            update job set at_event = ?, at_id = ?, events = ?
            where id = ? and state = 'running' and owner = ? and at_event = ? and at_id = ?
            """,
            to.event(),
            to.id(),
            to.events(),
            job.id().value(),
            job.owner(),
            job.progress().event(),
            job.progress().id());
    return advanced == 1;
  }

  static int note(Handle db, JobId id, int deliveries, int skipped) {
    return db.execute(
        "update job set deliveries = deliveries + ?, skipped = skipped + ? where id = ?",
        deliveries,
        skipped,
        id.value());
  }

  static int report(Handle db, JobId id, String report) {
    return db.execute("update job set report = ? where id = ?", report, id.value());
  }

  static int redoc(Handle db, JobId id, String doc) {
    return db.execute("update job set doc = ? where id = ?", doc, id.value());
  }

  static int finish(Handle db, JobId id, Instant now) {
    return db.execute(
        "update job set state = 'done', finished = ? where id = ?", Micros.of(now), id.value());
  }

  /// What a person wants of it; 0 if it is not as it was.
  static int change(Handle db, Job before, State after, Instant now) {
    return db.execute(
        "update job set state = ?, finished = ?, owner = 0 where id = ? and state = ?",
        after.word(),
        after.isFinal() ? Micros.of(now) : 0L,
        before.id().value(),
        before.state().word());
  }

  /// Takes one slice of what belongs to a job that ended before `ended`, an erasure before
  /// `erased`; the job itself goes last. Returns whether there may be more.
  static boolean clear(Handle db, Instant ended, Instant erased, int slice) {
    Optional<Long> job =
        db.select(
                """
                select id from job
                where state in ('done', 'cancelled')
                  and finished < case when kind = 'erase' then ? else ? end
                order by id limit 1
                """,
                Micros.of(erased),
                Micros.of(ended))
            .mapTo(Long.class)
            .findOne();
    job.ifPresent(id -> {
      int gone =
          db.execute(
              """
              delete from job_delivery where job = ? and (event, id) in (
                select event, id from job_delivery where job = ? order by event, id limit ?)
              """,
              id,
              id,
              slice);
      if (gone < slice) {
        db.execute("delete from job where id = ?", id);
      }
    });
    return job.isPresent();
  }

  private static Job job(ResultSet row) throws SQLException {
    return new Job(
        new JobId(row.getLong("id")),
        new TenantId(row.getLong("tenant")),
        Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getString("doc"),
        row.getString("who"),
        Micros.instant(row.getLong("created")),
        Micros.instant(row.getLong("started")),
        Micros.instant(row.getLong("finished")),
        new Plan(row.getLong("total"), row.getLong("first_event"), row.getLong("last_event")),
        new Progress(
            row.getLong("at_event"),
            row.getLong("at_id"),
            row.getLong("events"),
            row.getLong("deliveries"),
            row.getLong("skipped")),
        row.getLong("owner"),
        row.getString("report"));
  }
}
