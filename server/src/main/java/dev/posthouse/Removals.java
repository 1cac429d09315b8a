package dev.posthouse;

import dev.posthouse.event.EndpointId;
import dev.posthouse.store.Deliveries;
import dev.posthouse.work.Tasks;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Cancels what is open for endpoints that are gone.
record Removals(Deliveries deliveries, Tasks tasks) {
  private static final Logger LOG = LoggerFactory.getLogger(Removals.class);

  /// Begins at once, in the background.
  void removed(EndpointId endpoint) {
    tasks.start(
        "cascade",
        () -> {
          try {
            cascade(endpoint);
          } catch (CompletionException e) {
            LOG.warn("cascade endpoint={} result=left_to_sweep why={}", endpoint, e.getMessage());
          }
        });
  }

  /// What failures have left.
  void sweep(Supplier<Set<EndpointId>> there) {
    deliveries.orphans(there).forEach(this::cascade);
  }

  /// Slice by slice. What is left by a failure is found by the next sweep.
  private void cascade(EndpointId endpoint) {
    try {
      int slice = 1;
      while (slice > 0) {
        slice = tasks.await(deliveries.endpointRemoved(endpoint));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
