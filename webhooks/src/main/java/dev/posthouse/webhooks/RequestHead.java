package dev.posthouse.webhooks;

import java.net.URI;
import java.util.List;
import java.util.Map;

/// What a message signature may cover of an HTTP request.
///
/// @param target the whole URL that is asked for
/// @param fields the values of each header, in the order in which they are sent; names in lower
///   case
public record RequestHead(String method, URI target, Map<String, List<String>> fields) {
  public RequestHead {
    fields = Map.copyOf(fields);
  }
}
