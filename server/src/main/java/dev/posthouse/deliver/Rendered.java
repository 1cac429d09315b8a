package dev.posthouse.deliver;

import java.util.List;

/// A body as it goes onto the wire: the concatenation of `parts`, never put together in memory.
record Rendered(String contentType, List<byte[]> parts) {}
