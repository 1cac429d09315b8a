package dev.posthouse.webhooks.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.webhooks.Sha256;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An event while it is put together. For one thread.
final class Draft {
  static final String BODY = "body";

  /// The longest key that is kept as it is; longer ones are hashed.
  private static final int MOST_KEY = 200;

  /// The longest topic, in characters.
  private static final int MOST_TOPIC = 200;

  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private final String type;
  private final byte[] data;
  private final Map<String, String> keys = new LinkedHashMap<>();
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private String contentType = "application/json";
  private String subject = "";
  private Instant time = Instant.EPOCH;

  /// @param provider its name; empty if types are the sender's own
  /// @param topic with any separators between its words
  Draft(String provider, String topic, byte[] data) {
    this.type = provider.isEmpty() ? normalised(topic) : provider + "." + normalised(topic);
    this.data = data;
  }

  /// Anything but letters, digits, `_` and `-` separates words: `orders/updated` is
  /// `orders.updated`. A topic without any word is `unknown`, one that is too long is cut.
  static String normalised(String topic) {
    String words = topic.replaceAll("[^A-Za-z0-9_-]+", ".");
    String topics = words.replaceAll("^\\.|\\.$", "");
    if (topics.length() > MOST_TOPIC) {
      return normalised(topics.substring(0, MOST_TOPIC));
    }
    return topics.isEmpty() ? "unknown" : topics;
  }

  /// The parts with slashes between; nothing if one of them is empty.
  Draft subject(String... parts) {
    subject = whole(parts) ? String.join("/", parts) : "";
    return this;
  }

  /// A time outside the years 0 to 9999 is no time: stores and formats do not know it.
  Draft time(Instant time) {
    this.time = time.isBefore(FIRST) || time.isAfter(LAST) ? Instant.EPOCH : time;
    return this;
  }

  Draft contentType(String contentType) {
    this.contentType = contentType;
    return this;
  }

  /// The parts with `|` between; nothing if one of them is empty.
  Draft key(String name, String... parts) {
    if (whole(parts)) {
      String key = String.join("|", parts);
      keys.put(name, key.length() <= MOST_KEY ? key : sha256(key.getBytes(UTF_8)));
    }
    return this;
  }

  /// Nothing if the value is empty.
  Draft attribute(String name, String value) {
    if (!value.isEmpty()) {
      attributes.put(name, value);
    }
    return this;
  }

  private static boolean whole(String... parts) {
    return Arrays.stream(parts).noneMatch(String::isEmpty);
  }

  ProviderEvent event() {
    Map<String, String> all = new LinkedHashMap<>(keys);
    all.put(BODY, sha256(type.getBytes(UTF_8), new byte[1], data));
    return new ProviderEvent(type, subject, time, all, attributes, contentType, data);
  }

  Reading.Events alone() {
    return new Reading.Events(List.of(event()));
  }

  /// `sha256:` and the digits of the hash of all parts as one.
  static String sha256(byte[]... parts) {
    return "sha256:" + Sha256.hex(parts);
  }
}
