package dev.posthouse.webhooks;

import java.util.List;

/// The names of the three headers of a signed message, in lower case (Standard Webhooks 1.0.0,
/// "Webhook headers").
public record HeaderNames(String id, String timestamp, String signature) {
  /// Those of the standard.
  public static final HeaderNames STANDARD = withPrefix("webhook-");

  /// Those that Svix used before there was a standard, and still sends.
  public static final HeaderNames SVIX = withPrefix("svix-");

  private static HeaderNames withPrefix(String prefix) {
    return new HeaderNames(prefix + "id", prefix + "timestamp", prefix + "signature");
  }

  List<String> all() {
    return List.of(id, timestamp, signature);
  }
}
