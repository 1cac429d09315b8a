package dev.posthouse.deliver;

import dev.posthouse.event.Ids;
import dev.posthouse.work.Budget;
import dev.posthouse.work.Tasks;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/// All that delivering needs of the outside.
///
/// @param heavy renders and signs large bodies, a few at a time
public record Outside(
    Work work,
    Directory directory,
    Sender sender,
    Tasks tasks,
    Executor heavy,
    Budget budget,
    InstantSource clock,
    RandomGenerator dice,
    Ids ids) {}
