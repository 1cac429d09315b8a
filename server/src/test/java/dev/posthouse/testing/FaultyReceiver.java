package dev.posthouse.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.testing.Behaviour.Answer;
import dev.posthouse.testing.Behaviour.Fault;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A receiver of webhooks on a loopback socket that misbehaves as it is told, and remembers every
/// request. Its script is one [Behaviour] for each request, of all connections together, in the
/// order of arrival; the last one repeats.
///
/// ```java
/// try (var receiver = FaultyReceiver.that(Behaviour.status(503), Behaviour.OK)) {
///   send(receiver.url("/hook"));
///   Received second = receiver.await(2, Duration.ofSeconds(5)).getLast();
/// }
/// ```
public final class FaultyReceiver implements AutoCloseable {
  /// The time between two bytes of [Fault#DRIPS].
  public static final Duration DRIP = Duration.ofMillis(20);

  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final String KILOBYTE = "x".repeat(1024);

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final CountDownLatch released = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();

  /// Guarded by lock.
  private final List<Received> received = new ArrayList<>();

  /// Guarded by lock.
  private List<Behaviour> script;

  /// How many requests had come when the script began. Guarded by lock.
  private int scriptStart;

  private FaultyReceiver(ServerSocket server, List<Behaviour> script) {
    this.script = script;
    this.server = server;
  }

  /// Starts a receiver.
  ///
  /// @param script at least one behaviour
  public static FaultyReceiver that(Behaviour... script) {
    return at(0, script);
  }

  /// Starts a receiver on a certain port.
  public static FaultyReceiver at(int port, Behaviour... script) {
    try {
      return on(new ServerSocket(port, 1024, LOOPBACK), script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts a receiver on a socket that listens already, with TLS for example.
  public static FaultyReceiver on(ServerSocket server, Behaviour... script) {
    FaultyReceiver receiver = new FaultyReceiver(server, notEmpty(script));
    receiver.threads.execute(receiver::acceptConnections);
    return receiver;
  }

  public URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
  }

  /// Begins another script with the next request.
  public void behave(Behaviour... next) {
    lock.lock();
    try {
      script = notEmpty(next);
      scriptStart = received.size();
    } finally {
      lock.unlock();
    }
  }

  /// Lets every [Fault#ANSWERS_WHEN_RELEASED] answer, now and from now on.
  public void release() {
    released.countDown();
  }

  /// All requests so far, in the order of arrival.
  public List<Received> received() {
    lock.lock();
    try {
      return List.copyOf(received);
    } finally {
      lock.unlock();
    }
  }

  /// All requests so far, as soon as there are `count` or more.
  ///
  /// @throws AssertionError if there are fewer after `atMost`
  public List<Received> await(int count, Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long nanos = atMost.toNanos();
      while (received.size() < count) {
        if (nanos <= 0) {
          throw new AssertionError(
              "Received %d requests, not %d, in %s".formatted(received.size(), count, atMost));
        }
        nanos = arrived.awaitNanos(nanos);
      }
      return List.copyOf(received);
    } finally {
      lock.unlock();
    }
  }

  /// Closes the port and all connections, and waits until nothing runs any more.
  @Override
  public void close() {
    closed.countDown();
    closeQuietly(server);
    connections.forEach(FaultyReceiver::closeQuietly);
    threads.shutdownNow();
    threads.close();
  }

  private void acceptConnections() {
    try {
      for (int number = 0; ; number++) {
        Socket connection = server.accept();
        connections.add(connection);
        int its = number;
        threads.execute(() -> serve(connection, its));
      }
    } catch (IOException | RejectedExecutionException closing) {
      connections.forEach(FaultyReceiver::closeQuietly);
    }
  }

  private void serve(Socket connection, int number) {
    try (connection) {
      connection.setTcpNoDelay(true);
      HttpRequests requests =
          new HttpRequests(new BufferedInputStream(connection.getInputStream()), number);
      boolean kept = true;
      while (kept) {
        kept = behave(record(requests.next()), connection);
      }
    } catch (IOException closedByEitherSide) {
      // Ends with the connection.
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } finally {
      connections.remove(connection);
    }
  }

  private Behaviour record(Received request) {
    lock.lock();
    try {
      int position = Math.min(received.size() - scriptStart, script.size() - 1);
      received.add(request);
      arrived.signalAll();
      return script.get(position);
    } finally {
      lock.unlock();
    }
  }

  /// Whether the connection may be used again.
  private boolean behave(Behaviour behaviour, Socket connection)
      throws IOException, InterruptedException {
    OutputStream out = connection.getOutputStream();
    switch (behaviour) {
      case Answer answer -> {
        out.write(bytes(answer));
        return true;
      }
      case Fault fault -> {
        misbehave(fault, connection, out);
        return fault == Fault.ANSWERS_WHEN_RELEASED;
      }
    }
  }

  private void misbehave(Fault fault, Socket connection, OutputStream out)
      throws IOException, InterruptedException {
    switch (fault) {
      case CLOSES_WITHOUT_ANSWER -> {}
      case CLOSES_IN_MID_ANSWER ->
          out.write("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\npartial".getBytes(UTF_8));
      case NEVER_ANSWERS -> awaitEnd(connection);
      case ANSWERS_WHEN_RELEASED -> {
        released.await();
        out.write(bytes(Behaviour.status(200)));
      }
      case DRIPS -> drip(out);
      case ENDLESS_HEADERS -> repeat("HTTP/1.1 200 OK\r\n", "x-more: " + KILOBYTE + "\r\n", out);
      case ENDLESS_BODY ->
          repeat(
              "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
              "400\r\n" + KILOBYTE + "\r\n",
              out);
    }
  }

  private static void awaitEnd(Socket connection) throws IOException {
    connection.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  private void drip(OutputStream out) throws IOException, InterruptedException {
    for (byte one : bytes(new Answer(200, List.of(), KILOBYTE))) {
      if (closed.await(DRIP.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
      out.write(one);
    }
  }

  private static void repeat(String start, String more, OutputStream out) throws IOException {
    out.write(start.getBytes(UTF_8));
    byte[] again = more.getBytes(UTF_8);
    while (true) {
      out.write(again);
    }
  }

  private static byte[] bytes(Answer answer) {
    StringBuilder text = new StringBuilder("HTTP/1.1 " + answer.code() + " \r\n");
    answer.headers().forEach(line -> text.append(line).append("\r\n"));
    if (answer.code() != 204 && answer.code() != 304) {
      text.append("content-length: ").append(answer.body().getBytes(UTF_8).length).append("\r\n");
    }
    return text.append("\r\n").append(answer.body()).toString().getBytes(UTF_8);
  }

  private static List<Behaviour> notEmpty(Behaviour... script) {
    if (script.length == 0) {
      throw new IllegalArgumentException("A script has at least one behaviour");
    }
    return List.of(script);
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception alreadyBroken) {
      // It is closed all the same.
    }
  }
}
