package dev.posthouse.deliver;

import dev.posthouse.config.Tls;
import dev.posthouse.event.Header;
import dev.posthouse.net.Cidr;
import java.net.URI;
import java.time.Duration;
import java.util.List;

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
    List<Cidr> allowedIps) {}
