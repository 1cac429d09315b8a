package dev.posthouse.receiving;

import com.sun.net.httpserver.HttpServer;
import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.provider.Answer;
import dev.posthouse.webhooks.receive.WebhookReceiver;
import java.time.Instant;
import java.util.Objects;

/// The server of the JDK.
final class PlainServer {
  private PlainServer() {}

  static void add(HttpServer server, String address, WebhookReceiver<?> receiver) {
    // begin: plain
    server.createContext(
        "/webhooks",
        exchange -> {
          try (exchange) {
            String query = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
            String url = Request.url(address, query);
            byte[] body = receiver.body(exchange.getRequestBody());
            var request =
                new Request(exchange.getRequestMethod(), url, exchange.getRequestHeaders(), body);
            Answer answer = receiver.receive(request, Instant.now()).answer();
            answer.allHeaders().forEach(exchange.getResponseHeaders()::set);
            int length = answer.bytes().length;
            exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
            exchange.getResponseBody().write(answer.bytes());
          }
        });
    // end
  }
}
