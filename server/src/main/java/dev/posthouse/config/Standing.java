package dev.posthouse.config;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.TenantId;
import java.time.Instant;

/// What is on record of an endpoint that is not well: that it fails, or that it was disabled.
///
/// @param since from when on
/// @param cause why it was disabled; for one that fails, what it answered last
public record Standing(
    EndpointId endpoint, TenantId tenant, State state, Instant since, String cause) {
  public enum State {
    FAILING,
    DISABLED
  }
}
