package dev.posthouse.deliver;

import java.util.List;

/// A body as it goes onto the wire: the concatenation of `parts`, never put together in memory.
///
/// @param missing fields that a template names and the event does not have
record Rendered(String contentType, List<byte[]> parts, List<String> missing) {
  Rendered(String contentType, List<byte[]> parts) {
    this(contentType, parts, List.of());
  }
}
