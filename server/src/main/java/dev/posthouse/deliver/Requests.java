package dev.posthouse.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.config.Auth;
import dev.posthouse.config.Endpoint;
import dev.posthouse.config.Endpoint.WebhookId;
import dev.posthouse.event.Header;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Addresses and signs: makes the request of one attempt from a rendered body and the endpoint as
/// it is now.
final class Requests {
  private final Signature signature = new Signature();

  /// @param now the moment of the attempt, which is signed too
  /// @throws Unsendable if the endpoint wants a signature but has no live secret
  Request request(Letter letter, Endpoint endpoint, Instant now) {
    String webhookId = webhookId(letter, endpoint);
    Request plain =
        new Request(
            endpoint.method(),
            endpoint.url(),
            headers(letter, endpoint, webhookId, now),
            letter.body().parts(),
            endpoint.timeout(),
            endpoint.tls(),
            endpoint.allowedIps());
    return plain.with(signature.over(endpoint, webhookId, now, plain));
  }

  private List<Header> headers(Letter letter, Endpoint endpoint, String webhookId, Instant now) {
    var headers = new ArrayList<Header>(endpoint.headers().size() + 7);
    if (endpoint.headers().stream().noneMatch(h -> h.name().equalsIgnoreCase("content-type"))) {
      headers.add(new Header("content-type", letter.body().contentType()));
    }
    headers.add(new Header("webhook-id", webhookId));
    headers.add(new Header("webhook-timestamp", Long.toString(now.getEpochSecond())));
    signature
        .standard(endpoint, webhookId, now, letter.body().parts())
        .ifPresent(value -> headers.add(new Header("webhook-signature", value)));
    headers.add(new Header("posthouse-event-id", letter.delivery().event().toString()));
    headers.add(new Header("posthouse-attempt", Integer.toString(letter.number())));
    addAuth(headers, endpoint.auth());
    headers.addAll(endpoint.headers());
    return List.copyOf(headers);
  }

  private static String webhookId(Letter letter, Endpoint endpoint) {
    return endpoint.webhookId() == WebhookId.EVENT
        ? letter.delivery().event().toString()
        : letter.delivery().toString();
  }

  private static void addAuth(List<Header> headers, Auth auth) {
    switch (auth) {
      case Auth.None none -> {}
      case Auth.ApiKey key -> headers.add(new Header(key.header(), key.value().reveal()));
      case Auth.Basic basic -> headers.add(new Header("authorization", "Basic " + encode(basic)));
      case Auth.Bearer bearer ->
          headers.add(new Header("authorization", "Bearer " + bearer.token().reveal()));
      case Auth.OAuth2 later -> headers.add(Authorised.PLACEHOLDER);
      case Auth.SelfIssued later -> headers.add(Authorised.PLACEHOLDER);
    }
  }

  private static String encode(Auth.Basic basic) {
    String pair = basic.username() + ":" + basic.password().reveal();
    return Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }
}
