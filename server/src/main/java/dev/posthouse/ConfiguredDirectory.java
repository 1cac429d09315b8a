package dev.posthouse;

import dev.posthouse.config.Action;
import dev.posthouse.config.Catalogue;
import dev.posthouse.config.Endpoint;
import dev.posthouse.config.EndpointChanges;
import dev.posthouse.config.EventTypes;
import dev.posthouse.config.Subscription;
import dev.posthouse.config.Terms;
import dev.posthouse.deliver.Directory;
import dev.posthouse.deliver.Holding;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Pin;
import java.time.Instant;
import java.util.Optional;

/// The configuration in force, as delivering asks for it.
record ConfiguredDirectory(
    Catalogue catalogue, EndpointChanges changes, Terms terms, Holding holding)
    implements Directory {
  @Override
  public Optional<Endpoint> endpoint(EndpointId id) {
    return catalogue.current().endpoint(id);
  }

  @Override
  public Optional<Subscription> pinned(Pin pin) {
    return catalogue.pinned(pin);
  }

  @Override
  public Instant enabledSince(EndpointId id) {
    return catalogue.enabledSince(id);
  }

  @Override
  public EventTypes eventTypes() {
    return catalogue.current().types();
  }

  @Override
  public Optional<String> forbidden(Endpoint endpoint) {
    return terms.forbidden(endpoint);
  }

  @Override
  public void disable(EndpointId id, Action why) {
    try {
      changes.disable(id, why);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
