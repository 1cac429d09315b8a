package dev.posthouse.deliver;

import dev.posthouse.config.Action;
import dev.posthouse.config.Endpoint;
import dev.posthouse.config.EventTypes;
import dev.posthouse.config.Subscription;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Pin;
import java.time.Instant;
import java.util.Optional;

/// What delivering asks of the configuration.
public interface Directory {
  /// An endpoint as it is now. Cheap.
  Optional<Endpoint> endpoint(EndpointId id);

  /// A subscription as it was at the pinned revision. May block.
  Optional<Subscription> pinned(Pin pin);

  /// When an endpoint was last enabled; `Instant.EPOCH` if it never was disabled. The age of its
  /// deliveries does not run before.
  Instant enabledSince(EndpointId id);

  /// What is paused.
  default Holding holding() {
    return Holding.NONE;
  }

  /// The event types of now, with all versions that anything may be pinned to.
  EventTypes eventTypes();

  /// Why the tenant of an endpoint does not let it be sent to; empty if it does. Cheap.
  Optional<String> forbidden(Endpoint endpoint);

  /// Disables an endpoint for what its receiver answered. Blocks until that is committed.
  void disable(EndpointId id, Action why);
}
