package dev.posthouse.web;

import dev.posthouse.access.Authentication;
import dev.posthouse.access.Caller;
import dev.posthouse.event.Header;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Json;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// One request, as its handler sees it: who asks, for what, with what.
final class Call {
  private final ServerRequest request;
  private final Body body;
  private final Map<String, String> values;
  private final Authentication.Granted granted;

  Call(
      ServerRequest request,
      Body body,
      Map<String, String> values,
      Authentication.Granted granted) {
    this.request = request;
    this.body = body;
    this.values = values;
    this.granted = granted;
  }

  Caller caller() {
    return granted.caller();
  }

  /// Whether the caller may still do what was asked for.
  boolean stillGranted() {
    return granted.still().getAsBoolean();
  }

  TenantId tenant() {
    return caller().tenant();
  }

  /// The value of a placeholder of the route's path.
  String path(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("the route has no {" + name + "}");
    }
    return value;
  }

  /// An id in the path; what is none is as unknown as one that nobody has.
  ///
  /// @throws Refusal 404
  <T> T id(Function<String, T> parse) {
    try {
      return parse.apply(path("id"));
    } catch (IllegalArgumentException e) {
      throw new Refusal(Problem.notFound());
    }
  }

  Query query() {
    return new Query(request.query());
  }

  /// The query as it was sent; empty if there is none.
  String rawQuery() {
    return request.prologue().query().rawValue();
  }

  Optional<String> header(HeaderName name) {
    return request.headers().first(name);
  }

  /// The media type of the body without its parameters, in lower case; empty if none is given.
  String mediaType() {
    String type = contentType();
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  String contentType() {
    return header(HeaderNames.CONTENT_TYPE).orElse("");
  }

  List<Header> headersBeginning(String prefix) {
    var found = new ArrayList<Header>();
    for (var header : request.headers()) {
      if (header.name().regionMatches(true, 0, prefix, 0, prefix.length())) {
        found.add(new Header(header.name(), header.get()));
      }
    }
    return found;
  }

  /// @throws Refusal 413, 415 or 503
  byte[] body() {
    return body.read();
  }

  /// The body of a request that needs none: an empty object stands for it.
  JsonNode optionalJson() {
    return body.absent() ? Json.object() : json();
  }

  /// The body of a request about a resource.
  ///
  /// @throws dev.posthouse.json.Malformed if it is not JSON
  JsonNode json() {
    requireJson();
    return Json.parse(body());
  }

  /// @throws Refusal 415 if the body does not call itself JSON
  void requireJson() {
    String type = mediaType();
    if (!type.equals(Answer.JSON) && !type.endsWith("+json")) {
      throw new Refusal(Problem.unsupported("Send Content-Type: application/json."));
    }
  }
}
