package dev.posthouse.bulk;

import dev.posthouse.config.Catalogue;
import dev.posthouse.config.Endpoint;
import dev.posthouse.config.Holds;
import dev.posthouse.deliver.Dispatcher;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.JobId;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.store.BulkDeliveries;
import dev.posthouse.store.BulkDeliveries.Slice;
import dev.posthouse.store.Deliveries;
import dev.posthouse.store.Ledger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// Lets jobs put deliveries before the lanes of endpoints, and no more than these soon send: what
/// is published meanwhile waits behind so many of a job's at most.
final class Feed {
  /// Deliveries of an endpoint that are due above which a job gives it no more.
  static final int ENOUGH = 500;

  private final Ledger ledger;
  private final BulkDeliveries deliveries;
  private final Catalogue catalogue;
  private final Holds holds;
  private final Dispatcher dispatcher;
  private final InstantSource clock;

  /// Whom a job has given something last.
  private final Map<JobId, Set<EndpointId>> fed = new ConcurrentHashMap<>();

  Feed(Jobs.Parts parts) {
    ledger = parts.ledger();
    deliveries = new BulkDeliveries(parts.ledger());
    catalogue = parts.catalogue();
    holds = parts.holds();
    dispatcher = parts.dispatcher();
    clock = parts.clock();
  }

  /// An endpoint that a job has just fed and that has enough for now, on whichever node it is sent.
  /// Those that are disabled or paused take all: what they get is held. Blocking.
  Optional<EndpointId> full(JobId job) {
    List<EndpointId> sending =
        fed.getOrDefault(job, Set.of()).stream()
            .filter(id -> catalogue.current().endpoint(id).filter(Endpoint::enabled).isPresent())
            .filter(id -> !holds.pauses(id))
            .toList();
    return sending.isEmpty() ? Optional.empty() : ledger.read(db -> full(db, sending));
  }

  private Optional<EndpointId> full(Handle db, List<EndpointId> endpoints) {
    Instant now = clock.instant();
    return endpoints.stream().filter(id -> Deliveries.moreDueThan(db, ENOUGH, id, now)).findFirst();
  }

  Labour.Written open(Handle db, Job job, List<OpenDelivery> wanted) {
    return written(job, deliveries.open(db, job.id(), wanted, clock.instant()));
  }

  Labour.Written again(Handle db, Job job, List<OpenDelivery> failed) {
    return written(job, deliveries.again(db, job.id(), failed, clock.instant()));
  }

  private Labour.Written written(Job job, Slice slice) {
    return new Labour.Written(
        slice.open().size(),
        slice.skipped(),
        () -> deliveries.committed(slice),
        () -> {
          Set<EndpointId> endpoints =
              slice.open().stream().map(OpenDelivery::endpoint).collect(Collectors.toSet());
          fed.put(job.id(), endpoints);
          endpoints.forEach(endpoint -> dispatcher.more(endpoint, job.tenant()));
        });
  }

  void forget(JobId job) {
    fed.remove(job);
  }
}
