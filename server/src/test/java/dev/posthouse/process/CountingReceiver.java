package dev.posthouse.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/// A receiver that takes every webhook and keeps only how long its body was.
final class CountingReceiver implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final Map<String, Long> lengths = new ConcurrentHashMap<>();
  private final AtomicLong requests = new AtomicLong();

  private CountingReceiver(HttpServer server) {
    this.server = server;
  }

  static CountingReceiver start() throws IOException {
    var loopback = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    var receiver = new CountingReceiver(HttpServer.create(loopback, 0));
    receiver.server.setExecutor(receiver.threads);
    receiver.server.createContext("/", receiver::take);
    receiver.server.start();
    return receiver;
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      String id = exchange.getRequestHeaders().getFirst("webhook-id");
      requests.incrementAndGet();
      lengths.put(id, exchange.getRequestBody().transferTo(OutputStream.nullOutputStream()));
      exchange.sendResponseHeaders(200, -1);
    }
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /// The bytes of each delivery's body, by its id.
  Map<String, Long> lengths() {
    return Map.copyOf(lengths);
  }

  /// How many deliveries have come, each counted once.
  int deliveries() {
    return lengths.size();
  }

  /// How many requests have come.
  long requests() {
    return requests.get();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
