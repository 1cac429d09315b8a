package dev.posthouse.receive;

import dev.posthouse.webhooks.Request;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/// A request to a source, before its body.
///
/// @param address the part of the path that names the source
/// @param topic what follows it, without the slash; empty for nothing
/// @param query as received, without the question mark
/// @param headers by name, in any case
public record Head(
    String method,
    String address,
    String topic,
    String query,
    Map<String, List<String>> headers,
    InetAddress from) {

  /// As its sender signed it: to the URL that it was given.
  ///
  /// @param known that URL; empty if it was not said
  Request signed(String known, byte[] body) {
    String url = topic.isEmpty() ? known : known + "/" + topic;
    String whole = Request.url(known.isEmpty() ? "" : url, query);
    return new Request(method, whole, headers, body);
  }

  /// As it is read: its path is the topic alone.
  Request read(byte[] body) {
    return new Request(method, Request.url("/" + topic, query), headers, body);
  }

  /// Without headers and query: both may hold secrets.
  @Override
  public String toString() {
    return method + " from " + from.getHostAddress();
  }
}
