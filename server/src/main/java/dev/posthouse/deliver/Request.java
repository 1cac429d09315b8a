package dev.posthouse.deliver;

import dev.posthouse.config.Tls;
import dev.posthouse.event.Header;
import dev.posthouse.net.Cidr;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// One HTTP request, complete but for the headers that the protocol owns. The body is the
/// concatenation of `body`.
///
/// @param timeout for the whole exchange, body of the answer included
/// @param allowedIps narrows the addresses that may be connected to; empty: no narrowing
public record Request(
    String method,
    URI url,
    List<Header> headers,
    List<byte[]> body,
    Duration timeout,
    Tls tls,
    List<Cidr> allowedIps) {

  /// With more headers.
  Request with(List<Header> more) {
    return more.isEmpty()
        ? this
        : new Request(
            method,
            url,
            Stream.concat(headers.stream(), more.stream()).toList(),
            body,
            timeout,
            tls,
            allowedIps);
  }

  /// The same with other headers.
  Request carrying(List<Header> others) {
    return new Request(method, url, others, body, timeout, tls, allowedIps);
  }
}
