package dev.posthouse.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;

/// Answers over HTTP what it is told to, in order, and remembers what it was asked.
final class TinyServer implements AutoCloseable {
  private final HttpServer http;
  private final Deque<Reply> replies = new ArrayDeque<>();
  final List<Asked> asked = new CopyOnWriteArrayList<>();

  /// @param missing bytes that are announced and never come
  record Reply(int status, String retryAfter, String body, int missing) {}

  record Asked(String line, String key, String tenant, String last, String type, String body) {
    JsonNode json() {
      return JsonText.JSON.readTree(body);
    }
  }

  TinyServer() {
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.createContext("/", this::answer);
    http.start();
  }

  String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  TinyServer reply(int status, String body) {
    return reply(status, "", body);
  }

  TinyServer reply(int status, String retryAfter, String body) {
    replies.add(new Reply(status, retryAfter, body, 0));
    return this;
  }

  /// An answer that breaks off after `body`.
  TinyServer breaksOff(String body) {
    replies.add(new Reply(200, "", body, 1));
    return this;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      asked.add(
          new Asked(
              exchange.getRequestMethod() + " " + exchange.getRequestURI(),
              String.valueOf(headers.getFirst("Authorization")),
              String.valueOf(headers.getFirst("Posthouse-Tenant")),
              String.valueOf(headers.getFirst("Last-Event-ID")),
              String.valueOf(headers.getFirst("Content-Type")),
              body));
      Reply reply = replies.isEmpty() ? new Reply(500, "", "nothing to say", 0) : replies.remove();
      if (!reply.retryAfter().isEmpty()) {
        exchange.getResponseHeaders().add("Retry-After", reply.retryAfter());
      }
      byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(
          reply.status(), bytes.length == 0 ? -1 : bytes.length + reply.missing());
      exchange.getResponseBody().write(bytes);
      exchange.getResponseBody().flush();
    }
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
