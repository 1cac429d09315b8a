package dev.posthouse;

import dev.posthouse.deliver.Sender;
import dev.posthouse.event.Ids;
import dev.posthouse.net.Inquiries;
import dev.posthouse.work.Budget;
import dev.posthouse.work.Heavy;
import dev.posthouse.work.Tasks;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// What the product gets from outside: time, chance, threads, the network. A simulation gives its
/// own.
///
/// @param nanos an ever-growing count for measuring how long things take
/// @param random for keys and secrets
/// @param dice for jitter and the like
/// @param wakeTimer has the thread that turns [App#timerStep] look again; remembered if it is busy
record Surroundings(
    InstantSource clock,
    LongSupplier nanos,
    SecureRandom random,
    RandomGenerator dice,
    Ids ids,
    Tasks tasks,
    Heavy heavy,
    Budget budget,
    Sender sender,
    Inquiries inquiries,
    Runnable wakeTimer) {}
