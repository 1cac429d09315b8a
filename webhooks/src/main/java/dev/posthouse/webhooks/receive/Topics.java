package dev.posthouse.webhooks.receive;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Which handler gets which type: the exact one, else that of the longest beginning with `*` after
/// it.
///
/// @param provider whose name stands before its types, and may be left out here
/// @param handlers by type without the provider's name
record Topics<T>(String provider, Map<String, Handler<T>> handlers) {
  private static final String REST = "*";

  Topics {
    handlers = Map.copyOf(handlers);
  }

  Topics<T> with(String topic, Handler<T> handler) {
    Map<String, Handler<T>> all = new LinkedHashMap<>(handlers);
    if (all.put(pattern(topic), handler) != null) {
      throw new IllegalArgumentException("The topic " + topic + " has a handler already");
    }
    return new Topics<>(provider, all);
  }

  /// `orders/updated`, `orders.updated` and `shopify.orders.updated` are the same.
  private String pattern(String topic) {
    int star = topic.indexOf(REST);
    if (topic.isEmpty() || (star >= 0 && star < topic.length() - 1)) {
      throw new IllegalArgumentException(
          "A topic is as its provider writes it, such as orders/updated, or a beginning with * at"
              + " its end, such as orders/*; not \""
              + topic
              + "\"");
    }
    return own(topic.replaceAll("[^A-Za-z0-9_*-]+", "."));
  }

  private String own(String type) {
    return type.startsWith(provider + ".") ? type.substring(provider.length() + 1) : type;
  }

  Optional<Handler<T>> of(String type) {
    String own = own(type);
    Handler<T> found = handlers.get(own);
    for (int end = own.length(); found == null && end >= 0; end--) {
      found = handlers.get(own.substring(0, end) + REST);
    }
    return Optional.ofNullable(found);
  }
}
