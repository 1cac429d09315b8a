package dev.posthouse.bulk;

import dev.posthouse.config.Catalogue;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Ids;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.store.BulkDeliveries;
import dev.posthouse.store.BulkDeliveries.Failed;
import dev.posthouse.store.BulkDeliveries.OfEvents;
import dev.posthouse.store.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Wants one more attempt of deliveries that have failed, but of those to endpoints that are gone.
final class Retrying implements Labour {
  private static final int SCAN = 500;

  private final Ledger ledger;
  private final Reading reading;
  private final Catalogue catalogue;
  private final Feed feed;

  Retrying(Jobs.Parts parts, Feed feed) {
    ledger = parts.ledger();
    reading = new Reading(parts.ledger(), parts.room());
    catalogue = parts.catalogue();
    this.feed = feed;
  }

  @Override
  public Optional<Part> count(Job job, long event, long id) throws InterruptedException {
    Wanted wanted = Wanted.of(job);
    List<Failed> failed = failed(job, wanted, event, id);
    List<Long> found = new ArrayList<>();
    for (Failed one : failed) {
      Optional<Boolean> isWanted = isWanted(wanted, one);
      if (isWanted.isEmpty()) {
        return Optional.empty();
      }
      if (isWanted.get()) {
        found.add(one.row().event().value());
      }
    }
    OpenDelivery last = failed.isEmpty() ? null : failed.getLast().row();
    return Optional.of(
        new Part(
            last == null ? event : last.event().value(),
            last == null ? id : last.id().value(),
            found.size(),
            found.isEmpty() ? 0 : found.getFirst(),
            found.isEmpty() ? 0 : found.getLast(),
            failed.size() < SCAN));
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
      Optional<Boolean> isWanted = isWanted(wanted, one);
      if (isWanted.isEmpty()) {
        break;
      }
      if (isWanted.get()) {
        rows.add(one.row());
      }
      event = one.row().event().value();
      id = one.row().id().value();
      looked++;
    }
    if (looked == 0 && !failed.isEmpty()) {
      return Optional.empty();
    }
    boolean end = looked == failed.size() && failed.size() < SCAN;
    return Optional.of(new Slice(event, id, rows.size(), end, db -> feed.again(db, job, rows)));
  }

  private List<Failed> failed(Job job, Wanted wanted, long event, long id) {
    return ledger.read(db ->
        BulkDeliveries.failed(
            db, job.tenant(), new OfEvents(event, id), Ids.floor(wanted.until()), SCAN));
  }

  /// Empty if there is no memory to tell.
  private Optional<Boolean> isWanted(Wanted wanted, Failed failed) throws InterruptedException {
    boolean candidate = candidate(wanted, failed);
    return candidate && wanted.filters()
        ? reading.look(failed.row().event(), failed.size(), wanted::passes, false)
        : Optional.of(candidate);
  }

  private boolean candidate(Wanted wanted, Failed failed) {
    OpenDelivery row = failed.row();
    var narrowed = wanted.narrowed();
    return narrowed.endpoint().map(row.endpoint()::equals).orElse(true)
        && narrowed.subscription().map(row.pin().subscription()::equals).orElse(true)
        && failed.size() >= 0
        && wanted.wantsType(failed.type())
        && catalogue.current().endpoint(row.endpoint()).isPresent();
  }

  @Override
  public Optional<EndpointId> inTheWay(Job job) {
    return feed.full(job.id());
  }
}
