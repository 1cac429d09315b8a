package dev.posthouse.history;

import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Pin;

/// An attempt with what it was an attempt of.
///
/// @param type that of the event
public record Attempted(
    AttemptLine line, DeliveryId delivery, EndpointId endpoint, Pin pin, String type) {}
