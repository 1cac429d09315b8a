package dev.posthouse.net;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Idle connections, by route. How many are in use at once is for the caller to bound.
final class Connections {
  /// As many as attempts may run.
  static final int KEPT = 5_000;

  /// Idle connections by route, the last used first; each deque is touched only inside `compute`.
  private final ConcurrentMap<Route, Deque<Connection>> idle = new ConcurrentHashMap<>();

  private final AtomicInteger count = new AtomicInteger();

  /// An idle connection that can be used, held by the deadline; null if there is none.
  @Nullable Connection take(Route route, Deadline deadline, long now) throws IOException {
    for (Connection c = poll(route); c != null; c = poll(route)) {
      if (c.usable(now)) {
        deadline.hold(c.socket());
        deadline.connected();
        return c;
      }
      c.close();
    }
    return null;
  }

  private @Nullable Connection poll(Route route) {
    Connection[] polled = new Connection[1];
    idle.computeIfPresent(
        route,
        (r, connections) -> {
          polled[0] = connections.pollFirst();
          return connections;
        });
    if (polled[0] != null) {
      count.decrementAndGet();
    }
    return polled[0];
  }

  void keep(Connection connection) {
    if (count.incrementAndGet() > KEPT) {
      count.decrementAndGet();
      connection.close();
      return;
    }
    idle.compute(
        connection.route(),
        (route, connections) -> {
          Deque<Connection> kept = connections == null ? new ArrayDeque<>() : connections;
          kept.addFirst(connection);
          return kept;
        });
  }

  /// Closes what was idle for too long.
  void step(long now) {
    evict(connection -> connection.expired(now));
  }

  void close() {
    evict(connection -> true);
  }

  private void evict(Predicate<Connection> unwanted) {
    for (Route route : idle.keySet()) {
      remove(route, unwanted).forEach(Connection::close);
    }
  }

  private List<Connection> remove(Route route, Predicate<Connection> unwanted) {
    List<Connection> removed = new ArrayList<>();
    idle.computeIfPresent(
        route,
        (r, connections) -> {
          connections.stream().filter(unwanted).forEach(removed::add);
          connections.removeAll(removed);
          return connections.isEmpty() ? null : connections;
        });
    count.addAndGet(-removed.size());
    return removed;
  }
}
