package dev.posthouse.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.Scheme;
import dev.posthouse.webhooks.Verification;
import dev.posthouse.webhooks.provider.Provider;
import dev.posthouse.webhooks.provider.ProviderEvent;
import dev.posthouse.webhooks.provider.Providers;
import dev.posthouse.webhooks.provider.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// A whole request: a line with the provider's name, the method and the query, headers, an empty
/// line, the body. In a header `$` stands for what proves the sender.
public final class WebhookFuzz {
  private static final Instant NOW = Instant.parse("2026-11-22T06:00:00Z");
  private static final String TEXT_SECRET = "n0b0dy-guesses-th1s:ever";
  private static final String KEY_SECRET = "whsec_bjBib2R5LWd1ZXNzZXMtdGgxcy1ldmVy";
  private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9_.-]{1,250}");
  private static final int LONGEST_KEY = 250;

  private WebhookFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, ISO_8859_1);
    int empty = text.indexOf("\n\n");
    String[] head = text.substring(0, Math.max(empty, 0)).split("\n");
    String[] first = head[0].split(" ", 3);
    if (empty < 0 || first.length < 3) {
      return;
    }
    byte[] body = text.substring(empty + 2).getBytes(ISO_8859_1);
    Providers.named(first[0])
        .ifPresent(provider -> {
          String url = Request.url("https://shop.example/in/src_1", first[2]);
          Map<String, List<String>> headers = headers(head);
          provider
              .schemes()
              .forEach((name, scheme) -> verify(scheme, new Request(first[1], url, headers, body)));
          read(provider, new Request(first[1], url, headers, body));
        });
  }

  private static Map<String, List<String>> headers(String[] head) {
    Map<String, List<String>> headers = new HashMap<>();
    for (int i = 1; i < head.length; i++) {
      String[] header = head[i].split(": ?", 2);
      headers
          .computeIfAbsent(header[0], name -> new ArrayList<>())
          .add(header.length == 1 ? "" : header[1]);
    }
    return headers;
  }

  private static void verify(Scheme scheme, Request request) {
    for (String secret : List.of(TEXT_SECRET, KEY_SECRET)) {
      try {
        var verifier = scheme.verifier(List.of(secret));
        Verification seen = Bounded.timed(() -> verifier.verify(request, NOW));
        Bounded.require(
            !(seen instanceof Verification.Verified), "believed without the secret: " + seen);
        Request signed = signed(scheme, request, secret);
        Bounded.timed(() -> verifier.verify(signed, NOW));
      } catch (IllegalArgumentException otherForm) {
        Bounded.require(
            !String.valueOf(otherForm.getMessage()).contains(secret), "told the secret");
      }
    }
  }

  /// With the right proof where there is a `$`.
  private static Request signed(Scheme scheme, Request request, String secret) {
    Map<String, List<String>> headers = new HashMap<>(request.headers());
    scheme
        .sign(request, secret, "msg_1", NOW)
        .forEach((name, value) ->
            headers.merge(
                name.toLowerCase(java.util.Locale.ROOT),
                List.of(value),
                (there, right) -> there.stream().map(old -> old.replace("$", value)).toList()));
    return new Request(request.method(), request.url(), headers, request.body());
  }

  private static void read(Provider provider, Request request) {
    Bounded.timed(() -> provider.greet(request))
        .ifPresent(answer -> Bounded.require(answer.status() == 200, "a greeting is refused"));
    switch (Bounded.timed(() -> provider.read(request))) {
      case Reading.Events events -> events.events().forEach(WebhookFuzz::check);
      case Reading.Handshake handshake ->
          Bounded.require(handshake.answer().status() == 200, "a handshake is refused");
      case Reading.Unreadable unreadable ->
          Bounded.require(!unreadable.message().isBlank(), "refused without a reason");
    }
  }

  private static void check(ProviderEvent event) {
    Bounded.require(TYPE.matcher(event.type()).matches(), "a type " + event.type());
    event
        .keys()
        .forEach((name, key) ->
            Bounded.require(
                !key.isEmpty() && key.length() <= LONGEST_KEY, "a key " + name + " " + key));
    event
        .attributes()
        .keySet()
        .forEach(name -> Bounded.require(!name.isEmpty(), "an attribute without a name"));
    if (event.contentType().equals("application/json") && event.data().length > 0) {
      try {
        JsonMapper.shared().readTree(new String(event.data(), UTF_8).replace("\ufeff", ""));
      } catch (JacksonException e) {
        throw new AssertionError("its data are no JSON", e);
      }
    }
  }
}
