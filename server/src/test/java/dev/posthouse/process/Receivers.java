package dev.posthouse.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// All addressees behind one port, each with a path of its own. They treat what comes as
/// [Addressee] says and tell of every attempt; those who break down answer 500 to all.
final class Receivers implements AutoCloseable {
  static {
    // The connections belong to the sender: it decides how long they idle.
    System.setProperty("sun.net.httpserver.idleInterval", "3600");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final Duration HANGING = Duration.ofMillis(20);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<Addressee, Webhook> judges = new ConcurrentHashMap<>();
  private final Map<Addressee, Manner> manners = new ConcurrentHashMap<>();
  private final AtomicInteger strangers = new AtomicInteger();
  private final HttpServer server;
  private final Consumer<Arrival> witness;

  /// How an addressee is doing.
  enum Manner {
    WELL,
    REFUSES_ALL,
    HANGS
  }

  private Receivers(HttpServer server, Consumer<Arrival> witness) {
    this.server = server;
    this.witness = witness;
  }

  /// @param witness told of every attempt, by many threads at once
  static Receivers start(Consumer<Arrival> witness) throws IOException {
    var loopback = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    var receivers = new Receivers(HttpServer.create(loopback, 1024), witness);
    receivers.server.setExecutor(receivers.threads);
    for (Addressee each : Addressee.values()) {
      receivers.server.createContext("/" + each, exchange -> receivers.take(each, exchange));
    }
    receivers.server.createContext("/", receivers::refuse);
    receivers.server.start();
    return receivers;
  }

  URI url(Addressee addressee) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + addressee);
  }

  /// From now on signatures for `addressee` are judged.
  void trust(Addressee addressee, String secret) throws EmptyWebhookSecretException {
    judges.put(addressee, new Webhook(secret));
  }

  void behave(Addressee addressee, Manner manner) {
    manners.put(addressee, manner);
  }

  /// Requests that were for nobody, or carried no letter.
  int strangers() {
    return strangers.get();
  }

  private void take(Addressee addressee, HttpExchange exchange) throws IOException {
    long arrived = System.nanoTime();
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      var letter = Letter.in(body);
      if (letter.isEmpty()) {
        strangers.incrementAndGet();
        exchange.sendResponseHeaders(400, -1);
        return;
      }
      answer(exchange, arrival(addressee, letter.get(), exchange, body, arrived));
    }
  }

  private Arrival arrival(
      Addressee addressee, Letter letter, HttpExchange exchange, String body, long arrived) {
    long thinks = addressee.thinks(letter).toNanos();
    if (thinks > 0) {
      LockSupport.parkNanos(thinks);
    }
    var headers = exchange.getRequestHeaders();
    int attempt = Integer.parseInt(headers.getFirst("posthouse-attempt"));
    return new Arrival(
        addressee,
        letter,
        headers.getFirst("webhook-id"),
        headers.getFirst("posthouse-event-id"),
        attempt,
        arrived,
        System.nanoTime(),
        status(addressee, letter, attempt),
        genuine(addressee, body, headers));
  }

  private int status(Addressee addressee, Letter letter, int attempt) {
    return switch (manners.getOrDefault(addressee, Manner.WELL)) {
      case WELL -> addressee.answers(letter, attempt);
      case REFUSES_ALL -> 500;
      case HANGS -> 0;
    };
  }

  /// One that hangs closes the connection when it is well again.
  private void answer(HttpExchange exchange, Arrival arrival) throws IOException {
    witness.accept(arrival);
    if (arrival.status() > 0) {
      exchange.sendResponseHeaders(arrival.status(), -1);
    }
    while (arrival.status() == 0 && manners.get(arrival.addressee()) == Manner.HANGS) {
      LockSupport.parkNanos(HANGING.toNanos());
    }
  }

  private void refuse(HttpExchange exchange) throws IOException {
    try (exchange) {
      strangers.incrementAndGet();
      exchange.sendResponseHeaders(404, -1);
    }
  }

  private boolean genuine(Addressee addressee, String body, Map<String, List<String>> headers) {
    Webhook judge = judges.get(addressee);
    if (judge == null) {
      return false;
    }
    try {
      judge.verify(
          body,
          headers.entrySet().stream()
              .collect(
                  Collectors.toMap(h -> h.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue)));
      return true;
    } catch (WebhookVerificationException e) {
      return false;
    }
  }

  @Override
  public void close() {
    manners.clear();
    server.stop(0);
    threads.shutdownNow();
    threads.close();
  }
}
