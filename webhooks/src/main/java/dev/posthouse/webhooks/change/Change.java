package dev.posthouse.webhooks.change;

import dev.posthouse.webhooks.body.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// One thing that differs between two snapshots, or that a provider says has changed.
///
/// @param path where: `shipping_address`, `line_items[2].sku`, `line_items[id=7].sku`, or `tags[]`
///   for an item without a place of its own
/// @param before as JSON, as it was written; empty if there was nothing, or a provider does not
///   tell
/// @param after likewise
public record Change(String path, Optional<String> before, Optional<String> after) {
  /// As JSON: `{"path":"note","before":"a","after":"b"}`; without `before` or `after` where there
  /// is nothing.
  public String json() {
    return "{\"path\":"
        + Json.quoted(path)
        + before.map(text -> ",\"before\":" + text).orElse("")
        + after.map(text -> ",\"after\":" + text).orElse("")
        + "}";
  }

  /// A JSON array.
  public static String json(List<Change> changes) {
    return changes.stream().map(Change::json).collect(Collectors.joining(",", "[", "]"));
  }
}
