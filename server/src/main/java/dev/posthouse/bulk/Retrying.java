package dev.posthouse.bulk;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Event;
import dev.posthouse.event.Ids;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.explain.Room;
import dev.posthouse.store.BulkDeliveries;
import dev.posthouse.store.BulkDeliveries.Failed;
import dev.posthouse.store.BulkDeliveries.OfEvents;
import dev.posthouse.store.Ledger;
import dev.posthouse.work.Load;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Wants one more attempt of deliveries that have failed.
final class Retrying implements Labour {
  private static final int SCAN = 500;

  private final Ledger ledger;
  private final Room room;
  private final Feed feed;

  Retrying(Ledger ledger, Room room, Feed feed) {
    this.ledger = ledger;
    this.room = room;
    this.feed = feed;
  }

  @Override
  public Part count(Job job, long event, long id) throws InterruptedException {
    Wanted wanted = Wanted.of(job);
    List<Failed> failed = failed(job, wanted, event, id);
    List<Long> found = new ArrayList<>();
    for (Failed one : failed) {
      if (isWanted(wanted, one)) {
        found.add(one.row().event().value());
      }
    }
    OpenDelivery last = failed.isEmpty() ? null : failed.getLast().row();
    return new Part(
        last == null ? event : last.event().value(),
        last == null ? id : last.id().value(),
        found.size(),
        found.isEmpty() ? 0 : found.getFirst(),
        found.isEmpty() ? 0 : found.getLast(),
        failed.size() < SCAN);
  }

  @Override
  public Optional<Slice> next(Job job, int most) throws InterruptedException {
    Wanted wanted = Wanted.of(job);
    long event = job.progress().event();
    long id = job.progress().id();
    List<Failed> failed = failed(job, wanted, event, id);
    var rows = new ArrayList<OpenDelivery>();
    int looked = 0;
    while (looked < failed.size() && rows.size() < most) {
      Failed one = failed.get(looked);
      if (isWanted(wanted, one)) {
        rows.add(one.row());
      }
      event = one.row().event().value();
      id = one.row().id().value();
      looked++;
    }
    boolean end = looked == failed.size() && failed.size() < SCAN;
    return Optional.of(new Slice(event, id, rows.size(), end, db -> feed.again(db, job, rows)));
  }

  private List<Failed> failed(Job job, Wanted wanted, long event, long id) {
    return ledger.read(db ->
        BulkDeliveries.failed(
            db, job.tenant(), new OfEvents(event, id), Ids.floor(wanted.until()), SCAN));
  }

  private boolean isWanted(Wanted wanted, Failed failed) throws InterruptedException {
    OpenDelivery row = failed.row();
    var narrowed = wanted.narrowed();
    return narrowed.endpoint().map(row.endpoint()::equals).orElse(true)
        && narrowed.subscription().map(row.pin().subscription()::equals).orElse(true)
        && failed.whole()
        && wanted.wantsType(failed.type())
        && (!wanted.filters() || passes(wanted, row));
  }

  private boolean passes(Wanted wanted, OpenDelivery row) throws InterruptedException {
    Optional<Event> event = ledger.event(row.event());
    if (event.isEmpty()) {
      return false;
    }
    return room.with(Load.parsing(event.get().payload().size()), () -> wanted.passes(event.get()))
        .orElse(false);
  }

  @Override
  public Optional<EndpointId> inTheWay(Job job) {
    return feed.full(job.id());
  }
}
