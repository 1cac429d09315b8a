package dev.posthouse.store;

import dev.posthouse.event.AttemptReport;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.Routed;
import dev.posthouse.event.State;
import dev.posthouse.event.Verdict;
import dev.posthouse.store.WaitingRows.Rescheduled;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Writes settles inside the writer's transaction. Most rows are as the attempt saw them: those go
/// in batches, told from the others by their row counts. The others are read and decided one by
/// one.
final class SettleBatch {
  private final Session db;
  private final List<Settle> settles;
  private final Settled[] results;
  private final Instant now;
  private final Counting counting;
  private final List<FinalDelivery> finals = new ArrayList<>();
  private final List<OpenDelivery> gone = new ArrayList<>();
  private final List<AttemptReport> reports = new ArrayList<>();
  private final List<Routed> news = new ArrayList<>();

  private SettleBatch(Session db, List<Settle> settles, Instant now, Counting counting) {
    this.db = db;
    this.settles = settles;
    this.now = now;
    this.counting = counting;
    results = new Settled[settles.size()];
  }

  /// What became of each, in order, the deliveries of which nothing waits any more, and the news of
  /// those that have failed.
  record Result(List<Settled> settled, List<OpenDelivery> closed, List<Routed> news) {}

  static Result write(Session db, List<Settle> settles, Instant now, Counting counting)
      throws SQLException {
    if (settles.isEmpty()) {
      return new Result(List.of(), List.of(), List.of());
    }
    var batch = new SettleBatch(db, settles, now, counting);
    batch.closeUntouched();
    batch.rescheduleUntouched();
    batch.decideTheRest();
    DeliveryRows.insert(db, batch.finals);
    AttemptRows.insert(db, batch.reports);
    return new Result(Arrays.asList(batch.results), batch.gone, batch.news);
  }

  private void closeUntouched() throws SQLException {
    var positions = positions(false);
    if (positions.isEmpty()) {
      return;
    }
    int[] counts =
        WaitingRows.close(db, positions.stream().map(i -> settles.get(i).delivery()).toList());
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 1) {
        Settle settle = settles.get(positions.get(i));
        ended(settle, end(settle));
        gone.add(settle.delivery());
        written(positions.get(i), new Settled.Closed());
      }
    }
  }

  private void rescheduleUntouched() throws SQLException {
    var positions = positions(true);
    if (positions.isEmpty()) {
      return;
    }
    var retries = new ArrayList<Rescheduled>();
    for (int position : positions) {
      Settle settle = settles.get(position);
      retries.add(new Rescheduled(settle.delivery(), ((Verdict.Retry) settle.verdict()).due()));
    }
    int[] counts = WaitingRows.reschedule(db, retries);
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 1) {
        written(positions.get(i), new Settled.Waiting(retries.get(i).due()));
      }
    }
  }

  /// Scheduled attempts, with a verdict that is a retry or not.
  private List<Integer> positions(boolean retry) {
    var positions = new ArrayList<Integer>();
    for (int i = 0; i < settles.size(); i++) {
      Settle settle = settles.get(i);
      if (!settle.delivery().manual() && settle.verdict() instanceof Verdict.Retry == retry) {
        positions.add(i);
      }
    }
    return positions;
  }

  private void decideTheRest() throws SQLException {
    for (int i = 0; i < results.length; i++) {
      if (results[i] == null) {
        decide(i);
      }
    }
  }

  private void decide(int position) throws SQLException {
    Settle settle = settles.get(position);
    Optional<OpenDelivery> row = WaitingRows.find(db, settle.delivery().id());
    switch (Settlement.decide(row, settle, now)) {
      case Settlement.MovedOn movedOn -> results[position] = new Settled.MovedOn();
      case Settlement.Written written -> {
        apply(settle, written);
        written(
            position,
            written
                .row()
                .<Settled>map(left -> new Settled.Waiting(left.dueNow()))
                .orElseGet(Settled.Closed::new));
      }
    }
  }

  private void apply(Settle settle, Settlement.Written written) throws SQLException {
    if (written.row().isPresent()) {
      WaitingRows.update(db, written.row().get());
    } else {
      WaitingRows.delete(db, settle.delivery().id());
      gone.add(settle.delivery());
    }
    if (written.end().isPresent()) {
      ended(settle, written.end().get());
    }
    if (written.redelivered()) {
      redelivered(settle);
    }
  }

  /// What it counted as before it does no more.
  private void redelivered(Settle settle) throws SQLException {
    OpenDelivery delivery = settle.delivery();
    StatKey key = StatKey.of(delivery, type(settle));
    DeliveryRows.uncount(db.handle(), delivery.id(), key);
    counting.ended(delivery, key.type(), State.DELIVERED);
    DeliveryRows.delivered(db, delivery.id(), settle.report().number(), now);
  }

  private String type(Settle settle) throws SQLException {
    return settle.type().isEmpty()
        ? EventRows.type(db.handle(), settle.delivery().event())
        : settle.type();
  }

  private void ended(Settle settle, FinalDelivery end) throws SQLException {
    finals.add(end);
    counting.ended(end.open(), type(settle), end.state());
    if (end.state() == State.FAILED) {
      settle.news().ifPresent(news::add);
    }
  }

  private void written(int position, Settled result) throws SQLException {
    Settle settle = settles.get(position);
    results[position] = result;
    reports.add(settle.report());
    counting.attempted(settle.delivery(), type(settle), settle.report());
  }

  private FinalDelivery end(Settle settle) {
    int attempts = settle.report().number();
    return settle.verdict() instanceof Verdict.Failed failed
        ? new FinalDelivery(settle.delivery(), State.FAILED, failed.reason().word(), attempts, now)
        : new FinalDelivery(settle.delivery(), State.DELIVERED, "", attempts, now);
  }
}
