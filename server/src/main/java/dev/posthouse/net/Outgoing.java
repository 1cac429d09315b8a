package dev.posthouse.net;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// All that leaves this process over HTTP goes through here: guarded, bounded in time, and nothing
/// sent that was not asked for. No proxy, redirect, cookie, retry or decompression of its own.
public final class Outgoing implements AutoCloseable {
  /// For name look-up, TCP and TLS together.
  public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /// How exactly deadlines are kept.
  private static final Duration TICK = Duration.ofMillis(25);

  private static final Duration EVICTION = Duration.ofSeconds(1);

  private final Connector connector;
  private final Connections connections = new Connections();
  private final Deadlines deadlines;
  private final LongSupplier nanos;
  private final ScheduledFuture<?> ticks;
  private final ScheduledFuture<?> evictions;

  /// @param lookups runs name look-ups, which block for as long as a name server is silent:
  ///   platform threads, so many that a few dead name servers do not take them all, and a bounded
  ///   queue
  /// @param timer runs short tasks that never block; its owner closes it
  public Outgoing(
      AddressRules rules,
      Resolver resolver,
      Executor lookups,
      ScheduledExecutorService timer,
      LongSupplier nanos) {
    this.connector = new Connector(rules, new Lookups(resolver, lookups), nanos);
    this.deadlines = new Deadlines(nanos);
    this.nanos = nanos;
    this.ticks = every(TICK, timer, deadlines::step);
    this.evictions = every(EVICTION, timer, () -> connections.step(nanos.getAsLong()));
  }

  private static ScheduledFuture<?> every(
      Duration time, ScheduledExecutorService timer, Runnable step) {
    return timer.scheduleWithFixedDelay(step, time.toNanos(), time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Starts the clock of an exchange; the caller closes it.
  public Exchange begin(Route route, Duration timeout) {
    return new Exchange(route, timeout, connector, connections, deadlines, nanos);
  }

  /// When the certificate ends that a server showed last; empty if it has shown none yet.
  public Optional<Instant> certificateExpires(Target target) {
    return connector.certificateExpires(target);
  }

  /// Closes the idle connections. Running exchanges end by themselves.
  @Override
  public void close() {
    ticks.cancel(false);
    evictions.cancel(false);
    connections.close();
  }
}
