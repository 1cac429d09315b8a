package dev.posthouse.deliver;

import dev.posthouse.event.Ids;
import dev.posthouse.oauth.Tokens;
import dev.posthouse.work.Budget;
import dev.posthouse.work.Heavy;
import dev.posthouse.work.Tasks;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// All that delivering needs of the outside.
public record Outside(
    Work work,
    Directory directory,
    Bulletin bulletin,
    Sender sender,
    Tokens tokens,
    Tasks tasks,
    Heavy heavy,
    Budget budget,
    InstantSource clock,
    RandomGenerator dice,
    Ids ids) {}
