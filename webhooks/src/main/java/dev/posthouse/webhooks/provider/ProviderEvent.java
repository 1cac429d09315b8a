package dev.posthouse.webhooks.provider;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// One thing that happened, as a provider tells it.
///
/// @param type what happened: the provider's name and its topic with full stops between, such as
///   `shopify.orders.updated`
/// @param subject to what, unique among all that the provider tells of; empty if it does not say
/// @param time when, by the provider's clock; [Instant#EPOCH] if it does not say
/// @param keys what the event is known by, each by a name, the usual one first. Two requests with
///   the same key tell the same event. Of those of [Facts#keys()] only those are here of which the
///   request has all parts; `body`, a hash of type and data, is always the last. Keep keys of
///   different names apart
/// @param attributes ids that the provider gives beside the data; names in lower-case letters and
///   digits, as CloudEvents wants them
/// @param contentType of the data
/// @param data the bytes as received, where the request holds one event; its part of them, byte for
///   byte, where it holds several
public record ProviderEvent(
    String type,
    String subject,
    Instant time,
    Map<String, String> keys,
    Map<String, String> attributes,
    String contentType,
    byte[] data) {
  public ProviderEvent {
    keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /// The usual key.
  public String key() {
    return keys.values().iterator().next();
  }

  /// The key of this name, or the hash of the body if the request does not have it.
  public String key(String name) {
    return keys.getOrDefault(name, keys.getOrDefault(Draft.BODY, key()));
  }
}
