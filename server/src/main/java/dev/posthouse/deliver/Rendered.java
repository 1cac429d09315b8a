package dev.posthouse.deliver;

import dev.posthouse.event.Payload;
import java.util.List;

/// A body as it goes onto the wire: the concatenation of `parts`, never put together in memory.
///
/// @param missing fields that a template names and the event does not have
record Rendered(String contentType, List<byte[]> parts, List<String> missing) {
  Rendered(String contentType, List<byte[]> parts) {
    this(contentType, parts, List.of());
  }

  /// What it holds in memory that is not the event's own.
  @SuppressWarnings("ReferenceEquality") // the very array, not one like it
  long bytesBeside(Payload payload) {
    return parts.stream().filter(part -> part != payload.bytes()).mapToLong(p -> p.length).sum();
  }
}
