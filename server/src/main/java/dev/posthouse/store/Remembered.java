package dev.posthouse.store;

import dev.posthouse.webhooks.change.Ruling.State;

/// What is remembered of one subject.
///
/// @param values as JSON; empty if they are not kept, or cannot be read any more
/// @param setBy the event that set it; 0 if none did
public record Remembered(State state, String values, long setBy) {}
