package dev.posthouse.net;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// When an exchange must have connected, and when it must have ended. It holds the socket in use
/// and closes it in time, whatever that socket's thread is waiting for.
public final class Deadline {
  private final long connectBy;
  private final long endBy;
  private final AtomicReference<@Nullable Socket> held = new AtomicReference<>();
  private volatile boolean connecting = true;
  private volatile boolean passed;

  /// Both in nanoseconds of the clock that [#step] is given.
  public Deadline(long connectBy, long endBy) {
    this.connectBy = Math.min(connectBy, endBy);
    this.endBy = endBy;
  }

  /// True while no connection is there, and after the time ran out before there was one.
  public boolean connecting() {
    return connecting;
  }

  public boolean passed() {
    return passed;
  }

  /// @throws OutOfTime if the time for connecting is over
  long leftToConnect(long now) throws OutOfTime {
    long left = connectBy - now;
    if (left <= 0 || passed) {
      passed = true;
      throw new OutOfTime();
    }
    return left;
  }

  void hold(Socket socket) throws IOException {
    held.set(socket);
    if (passed) {
      close();
      throw new OutOfTime();
    }
  }

  void connected() {
    connecting = false;
  }

  /// Lets go of the socket; false if it was closed because the time ran out.
  boolean release() {
    return held.getAndSet(null) != null && !passed;
  }

  /// Closes the socket when the time is up.
  void step(long now) {
    if (!passed && (connecting ? connectBy : endBy) - now <= 0) {
      passed = true;
      close();
    }
  }

  private void close() {
    Socket socket = held.getAndSet(null);
    if (socket != null) {
      Connection.cut(socket);
    }
  }
}
