package dev.posthouse.history;

import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Pin;
import dev.posthouse.event.State;
import java.time.Instant;
import java.util.Optional;

/// A delivery as it stands.
///
/// @param type that of its event
/// @param reason why it failed or was cancelled, else empty
/// @param attempts how many were made
/// @param due when the schedule wants the next attempt, for an open one
/// @param manual attempts that somebody asked for and that have not run yet
/// @param cancelling whether it is to be cancelled instead of sent
/// @param finished when it became final
public record Delivery(
    DeliveryId id,
    EndpointId endpoint,
    Pin pin,
    String type,
    State state,
    String reason,
    int attempts,
    Optional<Instant> due,
    int manual,
    boolean cancelling,
    Optional<Instant> finished) {}
