package dev.posthouse.store;

import dev.posthouse.event.Event;
import dev.posthouse.event.OpenDelivery;

/// A delivery that has just been committed, with its event.
public record Opened(OpenDelivery delivery, Event event) {}
