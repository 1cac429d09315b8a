package dev.posthouse.net;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// The deadlines of all running exchanges. One regular step looks at each: that is cheaper than a
/// timer for every exchange, as nearly all of them end in time.
final class Deadlines {
  private final Set<Deadline> running = ConcurrentHashMap.newKeySet();
  private final LongSupplier nanos;

  Deadlines(LongSupplier nanos) {
    this.nanos = nanos;
  }

  void watch(Deadline deadline) {
    running.add(deadline);
  }

  void forget(Deadline deadline) {
    running.remove(deadline);
  }

  void step() {
    long now = nanos.getAsLong();
    running.forEach(deadline -> deadline.step(now));
  }
}
