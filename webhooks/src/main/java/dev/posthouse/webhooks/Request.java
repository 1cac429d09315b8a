package dev.posthouse.webhooks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What was received, untouched: the raw bytes before any decoding, because those are what nearly
/// every scheme signs.
///
/// @param method in capitals, such as `POST`
/// @param url the whole URL as the provider knows it: scheme, host and path from the receiver's
///   settings, never from the header `Host`, and the query as received; empty if it is not known.
///   See [#url(String, String)]
/// @param headers by name in lower case; several values of one name in the order received
/// @param body the bytes as received; not copied, so do not change them
public record Request(String method, String url, Map<String, List<String>> headers, byte[] body) {

  /// Takes names in any case; values of names that differ only in case are put together.
  public Request {
    headers = lowerCase(headers);
  }

  /// A `POST` to a URL that is not known.
  public static Request post(Map<String, List<String>> headers, byte[] body) {
    return new Request("POST", "", headers, body);
  }

  /// The URL as the provider knows it, of a request that came through who knows which proxies.
  ///
  /// @param configured what was given to the provider, with or without a query
  /// @param receivedQuery the query as received, without the question mark; empty if there is none
  public static String url(String configured, String receivedQuery) {
    if (receivedQuery.isEmpty()) {
      return configured;
    }
    int query = configured.indexOf('?');
    String path = query < 0 ? configured : configured.substring(0, query);
    return path + "?" + receivedQuery;
  }

  /// The first value of the header, or empty if there is none.
  public Optional<String> header(String name) {
    return values(name).stream().findFirst();
  }

  /// All values of the header.
  public List<String> values(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  /// What stands after the question mark of the URL; empty if there is none.
  public String query() {
    int query = url.indexOf('?');
    int fragment = url.indexOf('#');
    return query < 0 ? "" : url.substring(query + 1, fragment > query ? fragment : url.length());
  }

  /// The path of the URL with its query, such as `/in/src_1?a=b`.
  public String path() {
    String whole = url.contains("#") ? url.substring(0, url.indexOf('#')) : url;
    int host = whole.indexOf("//") < 0 ? 0 : whole.indexOf("//") + 2;
    int slash = whole.indexOf('/', host);
    int query = whole.indexOf('?', host);
    if (slash >= 0 && (query < 0 || slash < query)) {
      return whole.substring(slash);
    }
    return query < 0 ? "/" : "/" + whole.substring(query);
  }

  /// The same with another body, such as one that was unpacked.
  public Request with(byte[] body) {
    return new Request(method, url, headers, body);
  }

  private static Map<String, List<String>> lowerCase(Map<String, List<String>> headers) {
    Map<String, List<String>> merged = new TreeMap<>();
    headers.forEach((name, values) ->
        merged
            .computeIfAbsent(name.toLowerCase(Locale.ROOT), none -> new ArrayList<>())
            .addAll(values));
    merged.replaceAll((name, values) -> List.copyOf(values));
    return Collections.unmodifiableMap(merged);
  }

  /// Without values of headers and without the body: both may hold secrets.
  @Override
  public String toString() {
    return method + " with " + headers.keySet() + " and " + body.length + " bytes";
  }
}
