package dev.posthouse.bulk;

import dev.posthouse.config.Catalogue;
import dev.posthouse.config.Endpoint;
import dev.posthouse.deliver.Dispatcher;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.JobId;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.store.Backlog;
import dev.posthouse.store.BulkDeliveries;
import dev.posthouse.store.BulkDeliveries.Slice;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/// Lets jobs put deliveries before the lanes of endpoints, and no more than these soon send: what
/// is published meanwhile waits behind so many of a job's at most.
final class Feed {
  /// Open deliveries of an endpoint above which a job gives it no more.
  static final int ENOUGH = 500;

  private final BulkDeliveries deliveries;
  private final Backlog backlog;
  private final Catalogue catalogue;
  private final Dispatcher dispatcher;
  private final InstantSource clock;
  private final Map<JobId, Set<EndpointId>> fed = new ConcurrentHashMap<>();

  Feed(
      BulkDeliveries deliveries,
      Backlog backlog,
      Catalogue catalogue,
      Dispatcher dispatcher,
      InstantSource clock) {
    this.deliveries = deliveries;
    this.backlog = backlog;
    this.catalogue = catalogue;
    this.dispatcher = dispatcher;
    this.clock = clock;
  }

  /// An endpoint that a job has fed and that has enough for now. Those that are disabled take all:
  /// what they get is held.
  Optional<EndpointId> full(JobId job) {
    return fed.getOrDefault(job, Set.of()).stream()
        .filter(id -> backlog.endpoint(id) > ENOUGH)
        .filter(id -> catalogue.current().endpoint(id).filter(Endpoint::enabled).isPresent())
        .findFirst();
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
          slice.open().forEach(row -> fed(job.id()).add(row.endpoint()));
          slice.open().stream()
              .map(OpenDelivery::endpoint)
              .distinct()
              .forEach(endpoint -> dispatcher.more(endpoint, job.tenant()));
        });
  }

  private Set<EndpointId> fed(JobId job) {
    return fed.computeIfAbsent(job, id -> ConcurrentHashMap.newKeySet());
  }

  void forget(JobId job) {
    fed.remove(job);
  }
}
