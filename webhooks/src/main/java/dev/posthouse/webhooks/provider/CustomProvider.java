package dev.posthouse.webhooks.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.Scheme;
import dev.posthouse.webhooks.body.Form;
import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.body.Malformed;
import dev.posthouse.webhooks.provider.Facts.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A provider that its user describes: one event in each request. A form becomes a JSON object; a
/// body of another kind is passed on as it is.
///
/// @param name goes before the topic in types
/// @param scheme how it proves who it is
/// @param topic where it says what happened: the first of these places that is not empty
/// @param subject where it says to what, likewise; may be empty
/// @param time where it says when, likewise, in ISO 8601, or in seconds or milliseconds since 1970;
///   may be empty
/// @param key what an event is known by: all of these places together; empty for a hash of the body
public record CustomProvider(
    String name,
    Scheme scheme,
    List<Place> topic,
    List<Place> subject,
    List<Place> time,
    List<Place> key)
    implements Provider {
  private static final String KEY = "key";

  /// From here on a number of this many digits is of milliseconds.
  private static final int DIGITS_OF_MILLISECONDS = 12;

  /// @throws IllegalArgumentException if the name is not of lower-case letters and digits
  public CustomProvider {
    if (!name.matches("[a-z][a-z0-9]*")) {
      throw new IllegalArgumentException(
          "The name of a provider is of lower-case letters and digits, such as myshop");
    }
    topic = List.copyOf(topic);
    subject = List.copyOf(subject);
    time = List.copyOf(time);
    key = List.copyOf(key);
  }

  @Override
  public Facts facts() {
    List<String> keys = key.isEmpty() ? List.of(Draft.BODY) : List.of(KEY, Draft.BODY);
    return new Facts(
        name, Evidence.UNCONFIRMED, Evidence.UNCONFIRMED, Duration.ZERO, keys, "its user");
  }

  @Override
  public Map<String, Scheme> schemes() {
    return Map.of("custom", scheme);
  }

  @Override
  public Reading read(Request request) {
    try {
      byte[] data =
          Bodies.isForm(request)
              ? Form.read(request.body()).json().getBytes(UTF_8)
              : request.body();
      boolean form = Bodies.isForm(request);
      boolean json = form || Bodies.isJson(request);
      Json body = Json.read(json && data.length > 0 ? data : "{}".getBytes(UTF_8));
      return new Draft(name, first(topic, request, body), data)
          .contentType(form ? "application/json" : Bodies.contentType(request))
          .subject(first(subject, request, body))
          .time(instant(first(time, request, body)))
          .key(KEY, key.stream().map(place -> place.read(request, body)).toArray(String[]::new))
          .alone();
    } catch (Malformed e) {
      return new Reading.Unreadable(e.what());
    }
  }

  private static String first(List<Place> places, Request request, Json body) {
    return places.stream()
        .map(place -> place.read(request, body))
        .filter(found -> !found.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static Instant instant(String text) {
    if (!text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Times.text(text);
    }
    return text.length() < DIGITS_OF_MILLISECONDS ? Times.seconds(text) : Times.milliseconds(text);
  }
}
