package dev.posthouse.receiving;

import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.provider.Answer;
import dev.posthouse.webhooks.receive.WebhookReceiver;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import java.time.Instant;
import java.util.stream.Collectors;

/// Helidon SE.
final class HelidonRoutes {
  private HelidonRoutes() {}

  static void add(HttpRouting.Builder routing, String address, WebhookReceiver<?> receiver) {
    // begin: helidon
    routing.any(
        "/webhooks",
        (asked, answered) -> {
          var headers =
              asked.headers().stream().collect(Collectors.toMap(Header::name, Header::allValues));
          String method = asked.prologue().method().text();
          String url = Request.url(address, asked.query().rawValue());
          byte[] body = receiver.body(asked.content().inputStream());
          Answer answer =
              receiver.receive(new Request(method, url, headers, body), Instant.now()).answer();
          answered.status(answer.status());
          answer
              .allHeaders()
              .forEach((name, value) -> answered.header(HeaderNames.create(name), value));
          answered.send(answer.bytes());
        });
    // end
  }
}
