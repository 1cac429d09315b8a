package dev.posthouse.net;

import dev.posthouse.event.Header;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/// One small request; an empty body is not sent.
///
/// @param timeout for the whole exchange
/// @param allowedIps narrows the addresses that may be connected to; empty: no narrowing
public record Inquiry(
    String method,
    URI url,
    List<Header> headers,
    byte[] body,
    Trust trust,
    Duration timeout,
    List<Cidr> allowedIps) {
  public Inquiry {
    headers = List.copyOf(headers);
    allowedIps = List.copyOf(allowedIps);
  }

  /// To any address that may be connected to at all.
  public Inquiry(
      String method, URI url, List<Header> headers, byte[] body, Trust trust, Duration timeout) {
    this(method, url, headers, body, trust, timeout, List.of());
  }

  /// Headers and body may hold secrets.
  @Override
  public String toString() {
    return method + " " + url.getHost();
  }
}
