package dev.posthouse.web;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ServerConnectionException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One connection: every read and write of its socket goes through here and has a deadline. Who
/// misses it is answered 408, where a request had begun, and cut.
final class Inlet implements Supplier<byte @Nullable []> {
  /// The connection that the current thread serves.
  static final ScopedValue<Inlet> CURRENT = ScopedValue.newInstance();

  /// The request line and all headers together.
  static final int HEAD_BYTES = 16 << 10;

  /// A connection without a request.
  static final Duration IDLE = Duration.ofSeconds(60);

  /// From the first byte of a request to the end of its headers.
  static final Duration HEAD = Duration.ofSeconds(10);

  /// A body that brings nothing.
  static final Duration STALL = Duration.ofSeconds(10);

  /// What is read and thrown away after an answer that came before the end of the request, so that
  /// the client gets to read the answer: closing with unread bytes would reset the connection.
  static final long DRAIN_BYTES = 32L << 20;

  static final Duration DRAIN = Duration.ofSeconds(10);

  /// A client that sends nothing more for so long has read the answer or never will.
  static final Duration DRAIN_STALL = Duration.ofSeconds(2);

  /// Until an answer, or a piece of it, is on its way: and as long again as its bytes take at
  /// [#SLOWEST].
  static final Duration WRITE = Duration.ofSeconds(60);

  /// The same for a piece of a stream, whose reader can come back and go on.
  static final Duration STREAM = Duration.ofSeconds(10);

  /// Bytes in a second.
  static final int SLOWEST = 16 << 10;

  private static final byte[] REQUEST_TIMEOUT = requestTimeout();

  private enum Phase {
    HEAD,
    BODY,
    DRAIN
  }

  private enum Turn {
    BUSY,
    READING,
    WRITING,
    CUT
  }

  private final ConnectionContext connection;
  private final LongSupplier nanos;
  private final Thread thread = Thread.currentThread();
  private final AtomicReference<Turn> turn = new AtomicReference<>(Turn.BUSY);
  private volatile Phase phase = Phase.HEAD;
  private volatile boolean begun;
  private volatile boolean closing;
  private boolean prologueSeen;
  private volatile long deadline;
  private long phaseEnd;
  private int headBytes;
  private Duration patience = WRITE;

  /// Made by the thread that serves the connection.
  Inlet(ConnectionContext connection, LongSupplier nanos) {
    this.connection = connection;
    this.nanos = nanos;
  }

  /// The next bytes of the socket; `null` at its end.
  @Override
  public byte @Nullable [] get() {
    if (phase == Phase.HEAD && headBytes > HEAD_BYTES) {
      throw RequestException.builder()
          .type(DirectHandler.EventType.BAD_REQUEST)
          .status(Status.create(431))
          .message("the request line and headers are too long")
          .setKeepAlive(false)
          .build();
    }
    deadline = deadline(nanos.getAsLong());
    turn.set(Turn.READING);
    byte[] bytes;
    try {
      bytes = connection.serverSocket().get();
    } catch (UncheckedIOException e) {
      throw new ServerConnectionException("the connection broke while it was read", e);
    }
    if (!turn.compareAndSet(Turn.READING, Turn.BUSY)) {
      throw new CloseConnectionException("the client was too slow");
    }
    if (phase == Phase.HEAD && bytes != null) {
      headBytes += bytes.length;
      if (!begun) {
        begun = true;
        phaseEnd = nanos.getAsLong() + HEAD.toNanos();
      }
    }
    return bytes;
  }

  /// Writes so many bytes; who does not read them does not keep us for ever.
  void write(int bytes, Runnable write) {
    deadline = nanos.getAsLong() + patience.plusMillis(1_000L * bytes / SLOWEST).toNanos();
    turn.set(Turn.WRITING);
    try {
      write.run();
    } catch (UncheckedIOException e) {
      if (turn.get() != Turn.CUT) {
        throw e; // the client went away
      }
    }
    if (!turn.compareAndSet(Turn.WRITING, Turn.BUSY)) {
      throw new CloseConnectionException("the client did not read its answer");
    }
  }

  /// The headers are read; what comes now is the body.
  void body() {
    begun = true;
    phase = Phase.BODY;
  }

  /// The request is over; what comes now is the next one.
  void head() {
    phase = Phase.HEAD;
    begun = false;
    headBytes = 0;
    prologueSeen = false;
  }

  /// Whether what is read now is a request line: the first time it is asked of a request.
  boolean readsPrologue() {
    boolean first = phase == Phase.HEAD && !prologueSeen;
    prologueSeen = true;
    return first;
  }

  /// Whether the head may have been longer than allowed: it came with other bytes in one read.
  boolean headDoubtful() {
    return headBytes > HEAD_BYTES;
  }

  /// What is written from now on is a stream, the last answer of this connection.
  void stream() {
    patience = STREAM;
  }

  /// The server is being closed: no further request on this connection.
  void closing() {
    closing = true;
  }

  boolean isClosing() {
    return closing;
  }

  /// Reads what is still coming and throws it away, within the limits above.
  void drain() {
    phase = Phase.DRAIN;
    phaseEnd = nanos.getAsLong() + DRAIN.toNanos();
    long left = DRAIN_BYTES;
    try {
      for (byte[] bytes = get(); bytes != null && left > 0; bytes = get()) {
        left -= bytes.length;
      }
    } catch (CloseConnectionException e) {
      // closed by the client, or cut: either way it is over
    }
  }

  /// Whether it waits for the rest of a request that has begun.
  boolean waitsInside() {
    return turn.get() == Turn.READING && begun;
  }

  /// Whether it waits for the next request.
  boolean waitsIdle() {
    return turn.get() == Turn.READING && !begun;
  }

  /// Whether it waits for its client to read an answer.
  boolean waitsForReader() {
    return turn.get() == Turn.WRITING;
  }

  /// Whether a read or a write waits longer than it may.
  boolean overdue(long now) {
    Turn waiting = turn.get();
    return (waiting == Turn.READING || waiting == Turn.WRITING) && now - deadline > 0;
  }

  /// Answers 408 where a request had begun, and ends the connection. Called by another thread than
  /// the one that serves it; may block.
  void cutOff() {
    if (turn.compareAndSet(Turn.WRITING, Turn.CUT)) {
      thread.interrupt();
      return;
    }
    if (!turn.compareAndSet(Turn.READING, Turn.CUT)) {
      return;
    }
    try {
      if (begun && phase != Phase.DRAIN) {
        connection.dataWriter().writeNow(BufferData.create(REQUEST_TIMEOUT));
      }
    } finally {
      thread.interrupt();
    }
  }

  private long deadline(long now) {
    return switch (phase) {
      case HEAD -> begun ? phaseEnd : now + IDLE.toNanos();
      case BODY -> now + STALL.toNanos();
      case DRAIN -> Math.min(phaseEnd, now + DRAIN_STALL.toNanos());
    };
  }

  private static byte[] requestTimeout() {
    var problem =
        Problem.of(
            408,
            "too_slow",
            "The request came too slowly",
            "The request was not complete in time ("
                + HEAD.toSeconds()
                + " s for the headers, "
                + STALL.toSeconds()
                + " s between pieces of the body). Send it again.");
    byte[] body = problem.json();
    String head =
        "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Type: "
            + Problem.MEDIA_TYPE
            + "\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    byte[] start = head.getBytes(StandardCharsets.US_ASCII);
    var whole = new byte[start.length + body.length];
    System.arraycopy(start, 0, whole, 0, start.length);
    System.arraycopy(body, 0, whole, start.length, body.length);
    return whole;
  }
}
