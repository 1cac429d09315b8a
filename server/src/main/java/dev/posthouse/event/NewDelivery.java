package dev.posthouse.event;

/// A delivery as routing asks for it.
public record NewDelivery(DeliveryId id, EndpointId endpoint, Pin pin) {}
