package dev.posthouse.event;

/// The subscription that a delivery serves, and the number of its revision at the time of routing:
/// the payload of every attempt is made by that revision.
public record Pin(SubscriptionId subscription, long revision) {}
