package dev.posthouse.webhooks.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.webhooks.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Requests as providers send them.
final class Requests {
  private Requests() {}

  static Provider provider(String name) {
    return Providers.named(name).orElseThrow();
  }

  /// @param headers names and values by turns
  static Request json(String body, String... headers) {
    return request("application/json", body, headers);
  }

  static Request form(String body, String... headers) {
    return request("application/x-www-form-urlencoded", body, headers);
  }

  static Request request(String contentType, String body, String... headers) {
    Map<String, List<String>> all = new HashMap<>();
    all.put("Content-Type", List.of(contentType));
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], List.of(headers[i + 1]));
    }
    return new Request("POST", "https://example.com/in/src_1", all, body.getBytes(UTF_8));
  }

  static Request method(String method, Request request) {
    return new Request(method, request.url(), request.headers(), request.body());
  }

  static List<ProviderEvent> events(String provider, Request request) {
    Reading reading = provider(provider).read(request);
    assertThat(reading).isInstanceOf(Reading.Events.class);
    return ((Reading.Events) reading).events();
  }

  static ProviderEvent event(String provider, Request request) {
    List<ProviderEvent> events = events(provider, request);
    assertThat(events).hasSize(1);
    return events.get(0);
  }

  static String data(ProviderEvent event) {
    return new String(event.data(), UTF_8);
  }
}
