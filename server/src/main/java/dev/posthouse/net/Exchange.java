package dev.posthouse.net;

import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.jspecify.annotations.Nullable;

/// One request and its answer, within a time: connect, send, read the answer's body, finish.
/// Whatever blocks is ended when the time is up. Not for use by two threads.
public final class Exchange implements AutoCloseable {
  private final Route route;
  private final Connector connector;
  private final Connections connections;
  private final Deadlines deadlines;
  private final LongSupplier nanos;
  private final long begun;
  private final Deadline deadline;
  private @Nullable Connection connection;

  Exchange(
      Route route,
      Duration timeout,
      Connector connector,
      Connections connections,
      Deadlines deadlines,
      LongSupplier nanos) {
    this.route = route;
    this.connector = connector;
    this.connections = connections;
    this.deadlines = deadlines;
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
    this.deadline =
        new Deadline(begun + Outgoing.CONNECT_TIMEOUT.toNanos(), begun + timeout.toNanos());
    deadlines.watch(deadline);
  }

  /// Finds an idle connection or opens one. Answers how long opening took, zero if none was needed.
  ///
  /// @throws Blocked if the address may not be connected to
  /// @throws Unreached if nobody can be reached there
  /// @throws OutOfTime if the time for connecting ran out
  public Duration connect() throws IOException {
    connection = connections.take(route, deadline, begun);
    if (connection != null) {
      return Duration.ZERO;
    }
    connection = connector.connect(route, deadline);
    return elapsed();
  }

  /// Sends, and reads the head of the answer.
  ///
  /// @throws IOException also because the time ran out: see [#outOfTime]
  public ClassicHttpResponse send(ClassicHttpRequest request) throws IOException, HttpException {
    return connected().exchange(request);
  }

  /// The answer was read to its end: the connection may serve another, or is closed in peace.
  public void finish(ClassicHttpRequest request, ClassicHttpResponse response) {
    Connection used = connected();
    boolean keep = used.mayBeKept(request, response, nanos.getAsLong());
    if (deadline.release()) {
      connection = null;
      if (keep) {
        connections.keep(used);
      } else {
        used.close();
      }
    }
  }

  public boolean outOfTime() {
    return deadline.passed();
  }

  /// Whether it never came to a connection.
  public boolean connecting() {
    return deadline.connecting();
  }

  /// Since the exchange began.
  public Duration elapsed() {
    return Duration.ofNanos(nanos.getAsLong() - begun);
  }

  /// Cuts a connection that cannot be used again, whatever is still under way on it.
  @Override
  public void close() {
    deadlines.forget(deadline);
    if (connection != null) {
      Connection.cut(connection.socket());
    }
  }

  private Connection connected() {
    if (connection == null) {
      throw new IllegalStateException("not connected to " + route.target());
    }
    return connection;
  }
}
