package dev.posthouse.history;

import dev.posthouse.store.StatSum;
import java.time.Instant;

/// What was counted from `start` on.
///
/// @param group the id or the type that it is of; empty if all are counted together
public record StatLine(Instant start, String group, StatSum sum) {}
