package dev.posthouse.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.Scheme;
import dev.posthouse.webhooks.StandardScheme;
import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.body.Malformed;
import dev.posthouse.webhooks.provider.Provider;
import dev.posthouse.webhooks.provider.Providers;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// An event as the server tells it, and the request that it becomes: with the headers in which it
/// came, if it came from a provider, and with a new signature.
record Heard(Json event, byte[] bytes) {
  /// Of a header that was kept without its value.
  private static final String MASKED = "***";

  static Heard read(byte[] answer) {
    try {
      return new Heard(Json.read(answer), answer);
    } catch (Malformed e) {
      throw new IllegalStateException("The server answered no JSON: " + e.what(), e);
    }
  }

  String line() {
    String subject = event.textAt("subject");
    return event.textAt("accepted")
        + "  "
        + event.textAt("type")
        + (subject.isEmpty() ? "" : "  " + subject)
        + "  "
        + event.textAt("id");
  }

  String whole() {
    return new String(bytes, UTF_8);
  }

  /// The bytes that were received.
  byte[] data() {
    String base64 = event.textAt("data_base64");
    if (!base64.isEmpty()) {
      return Base64.getDecoder().decode(base64);
    }
    Optional<Json> data = event.at("data");
    boolean text = !event.textAt("contentType").contains("json");
    return data.map(json -> text ? json.text().getBytes(UTF_8) : json.bytes()).orElse(new byte[0]);
  }

  /// Signed as its provider signs, or as Standard Webhooks if it has none.
  ///
  /// @throws IllegalArgumentException if the secret is none for that
  Request signed(String address, String secret, Instant now) {
    Map<String, List<String>> headers = headers();
    Request plain = new Request("POST", address, headers, data());
    Map<String, List<String>> all = new HashMap<>(headers);
    scheme()
        .sign(plain, secret, event.textAt("id"), now)
        .forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), List.of(value)));
    return new Request("POST", address, all, plain.body());
  }

  private Scheme scheme() {
    String provider = event.textAt("type").split("\\.", 2)[0];
    return event.at("headers").isPresent()
        ? Providers.named(provider).map(Provider::scheme).orElse(StandardScheme.STANDARD)
        : StandardScheme.STANDARD;
  }

  private Map<String, List<String>> headers() {
    Map<String, List<String>> headers = new HashMap<>();
    headers.put("content-type", List.of(event.textAt("contentType")));
    event
        .at("headers")
        .map(Json::members)
        .orElse(Map.of())
        .forEach((name, value) -> {
          if (!value.text().contains(MASKED)) {
            headers.put(name.toLowerCase(Locale.ROOT), List.of(value.text()));
          }
        });
    return headers;
  }
}
