package dev.posthouse.testing;

import dev.posthouse.event.Header;
import java.util.List;

/// One request as a [FaultyReceiver] read it.
///
/// @param nanos when its body was read, by `System.nanoTime()`
/// @param connection the number of the connection it came on, from 0
/// @param path with the query, as it stood in the request line
public record Received(
    long nanos, int connection, String method, String path, List<Header> headers, byte[] body) {
  public Received {
    headers = List.copyOf(headers);
  }

  /// The values of a header, whatever the case of its name, in order.
  public List<String> header(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .toList();
  }
}
