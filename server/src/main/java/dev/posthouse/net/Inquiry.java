package dev.posthouse.net;

import dev.posthouse.event.Header;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/// One small request; an empty body is not sent.
///
/// @param timeout for the whole exchange
public record Inquiry(
    String method, URI url, List<Header> headers, byte[] body, Trust trust, Duration timeout) {
  public Inquiry {
    headers = List.copyOf(headers);
  }

  /// Headers and body may hold secrets.
  @Override
  public String toString() {
    return method + " " + url.getHost();
  }
}
