package dev.posthouse.cli;

import dev.posthouse.webhooks.Request;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/// Sends requests to a program that is being developed, and says what it answered.
final class Forwarder {
  /// Longer than any provider waits, for who stops at a breakpoint.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final int SHOWN = 300;

  /// Those that belong to a connection; the client makes its own.
  private static final Set<String> OWN =
      Set.of("connection", "content-length", "expect", "host", "upgrade", "transfer-encoding");

  private final Desk desk;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Forwarder(Desk desk) {
    this.desk = desk;
  }

  /// What came back.
  record Answered(int status, long milliseconds, String body) {
    boolean good() {
      return status >= 200 && status < 300;
    }

    String shortBody() {
      return body.length() <= SHOWN ? body : body.substring(0, SHOWN) + "…";
    }
  }

  /// @throws Failed if it is no address of a program
  static URI target(String address, Desk desk) {
    try {
      URI target = new URI(address).parseServerAuthority();
      if (target.getHost() != null && String.valueOf(target.getScheme()).matches("https?")) {
        return target;
      }
    } catch (URISyntaxException e) {
      throw desk.wrongUse("trigger.wrongurl", address);
    }
    throw desk.wrongUse("trigger.wrongurl", address);
  }

  /// @throws Failed if nobody answers
  Answered send(URI target, Request request) throws InterruptedException {
    HttpRequest.Builder sent =
        HttpRequest.newBuilder(target)
            .timeout(PATIENCE)
            .method(request.method(), BodyPublishers.ofByteArray(request.body()));
    request
        .headers()
        .forEach((name, values) -> {
          if (!OWN.contains(name)) {
            values.forEach(value -> sent.header(name, value));
          }
        });
    Instant start = desk.shell().clock().instant();
    try {
      HttpResponse<byte[]> response = http.send(sent.build(), BodyHandlers.ofByteArray());
      long milliseconds = Duration.between(start, desk.shell().clock().instant()).toMillis();
      String body = new String(response.body(), StandardCharsets.UTF_8);
      return new Answered(response.statusCode(), milliseconds, body);
    } catch (IOException e) {
      throw desk.refused("trigger.noanswer", target, String.valueOf(e.getMessage()));
    }
  }
}
