package dev.posthouse.shopify;

import java.util.List;

/// What a webhook subscription of a shop says, however its lists are ordered.
///
/// @param topic as the Admin API writes it
record Subscribed(
    String topic,
    String uri,
    String filter,
    List<String> includeFields,
    List<String> metafieldNamespaces) {
  Subscribed {
    includeFields = includeFields.stream().sorted().toList();
    metafieldNamespaces = metafieldNamespaces.stream().sorted().toList();
  }

  static Subscribed of(Topic topic, String uri) {
    return new Subscribed(
        topic.constant(), uri, topic.filter(), topic.includeFields(), topic.metafieldNamespaces());
  }

  /// Whether one can become the other by an update that takes nothing away but from lists.
  boolean isLike(Subscribed other) {
    return topic.equals(other.topic) && filter.equals(other.filter);
  }
}
