package dev.posthouse.deliver;

import dev.posthouse.config.Endpoint;
import dev.posthouse.event.AttemptReport;
import dev.posthouse.event.Event;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.Routed;
import dev.posthouse.event.Verdict;
import java.time.Instant;
import java.util.Optional;

/// Tells tenants what becomes of their endpoints and deliveries.
public interface Bulletin {
  /// Puts on record that an endpoint fails. Blocks until that is committed.
  void fails(Endpoint endpoint, Instant since, int failures, String lastError)
      throws InterruptedException;

  /// Puts on record that an endpoint that failed does so no more. Blocks until that is committed.
  void recovers(Endpoint endpoint, Instant since) throws InterruptedException;

  /// The event that tells that a delivery has failed, to be stored with that.
  Optional<Routed> failed(Loss loss);

  /// A delivery that is given up.
  record Loss(
      OpenDelivery delivery,
      Event event,
      Endpoint endpoint,
      AttemptReport report,
      Verdict.Reason reason) {}
}
