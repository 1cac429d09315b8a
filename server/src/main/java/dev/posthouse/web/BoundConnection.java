package dev.posthouse.web;

import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// An HTTP/1.1 connection whose handlers can reach its [Inlet]. After an answer of the engine's own
/// (headers too long, no HTTP) the rest of the request is drained, so that the answer arrives.
final class BoundConnection implements ServerConnection, InterruptableTask<Void> {
  private final ServerConnection http1;
  private final Inlet inlet;
  private final Supplier<Optional<Visitors.Seat>> room;
  private final Connections connections;

  BoundConnection(
      ServerConnection http1,
      Inlet inlet,
      Supplier<Optional<Visitors.Seat>> room,
      Connections connections) {
    this.room = room;
    this.http1 = http1;
    this.inlet = inlet;
    this.connections = connections;
  }

  @Override
  public void handle(Limit limit) throws InterruptedException {
    Optional<Visitors.Seat> seat = room.get();
    if (seat.isPresent()) {
      try {
        serve(limit);
      } finally {
        seat.get().leave();
      }
    }
  }

  private void serve(Limit limit) throws InterruptedException {
    connections.add(inlet);
    try {
      ScopedValue.where(Inlet.CURRENT, inlet)
          .<Void, InterruptedException>call(() -> {
            http1.handle(limit);
            return null;
          });
      if (!inlet.isClosing()) {
        inlet.drain();
      }
    } finally {
      connections.remove(inlet);
    }
  }

  @Override
  public Duration idleTime() {
    return http1.idleTime();
  }

  @Override
  public void close(boolean interrupt) {
    inlet.closing();
    http1.close(interrupt);
  }

  @Override
  public boolean canInterrupt() {
    return http1 instanceof InterruptableTask<?> task && task.canInterrupt();
  }
}
