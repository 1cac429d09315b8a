package dev.posthouse.history;

import dev.posthouse.event.EventId;
import dev.posthouse.event.Origin;
import java.time.Instant;

/// An event in a list: all but its data.
///
/// @param matched whether it caused a delivery
/// @param stale whether a newer state of its subject was known when it came
public record EventLine(
    EventId id,
    Origin origin,
    String type,
    String subject,
    Instant time,
    String organisation,
    String actor,
    Instant accepted,
    String contentType,
    long size,
    boolean matched,
    boolean stale) {}
