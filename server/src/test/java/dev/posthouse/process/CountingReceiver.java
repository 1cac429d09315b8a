package dev.posthouse.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A receiver that takes every webhook and keeps only whose it was, when it was answered and how
/// long its body was.
final class CountingReceiver implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final Map<String, Long> lengths = new ConcurrentHashMap<>();
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();

  /// @param delivery its `webhook-id`
  /// @param answered when the answer was begun, by `System.nanoTime()`
  record Request(String delivery, long answered) {}

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
      long length = exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
      requests.add(new Request(id, System.nanoTime()));
      lengths.put(id, length);
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

  /// All requests, in the order in which they were answered.
  List<Request> requests() {
    return new ArrayList<>(requests);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
