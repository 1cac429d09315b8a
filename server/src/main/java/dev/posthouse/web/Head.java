package dev.posthouse.web;

import io.helidon.http.DirectHandler;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import org.jspecify.annotations.Nullable;

/// The request line and the headers: their limit, and what is answered to those that are no HTTP.
final class Head implements DirectHandler {
  /// The version, the spaces and the line ends of a request line.
  private static final int AROUND_PATH = 13;

  /// The colon, the space and the end of a header line.
  private static final int AROUND_HEADER = 4;

  /// @throws Refusal 431
  static void check(ServerRequest request) {
    HttpPrologue prologue = request.prologue();
    int size =
        AROUND_PATH
            + prologue.method().text().length()
            + prologue.uriPath().rawPath().length()
            + prologue.query().rawValue().length();
    for (Header header : request.headers()) {
      for (String value : header.allValues()) {
        size += header.name().length() + value.length() + AROUND_HEADER;
      }
    }
    if (size > Inlet.HEAD_BYTES) {
      throw new Refusal(tooLong());
    }
  }

  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType eventType,
      Status defaultStatus,
      ServerResponseHeaders headers,
      @Nullable String message) {
    Problem problem = problem(request, eventType, defaultStatus);
    headers.set(HeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE);
    return TransportResponse.builder()
        .status(Status.create(problem.status()))
        .headers(headers)
        .entity(problem.json())
        .keepAlive(false)
        .build();
  }

  private static Problem problem(TransportRequest request, EventType type, Status status) {
    int code = status.code();
    if (code == 431 || code == 414) {
      return tooLong();
    } else if (request.headers().contains(HeaderNames.CONTENT_ENCODING)) {
      return Problem.unsupported("Send the body as it is, without Content-Encoding.");
    } else if (type == EventType.INTERNAL_ERROR) {
      return Problem.of(500, "internal", "Something is wrong with the server", "See its log.");
    }
    if (code == 505) {
      return Problem.of(
          505,
          "http_version",
          "Only HTTP/1.1 is spoken here",
          "Send HTTP/1.1. A proxy before this server may have to be told to: in nginx it is"
              + " proxy_http_version 1.1.");
    }
    return Problem.of(
        code,
        "malformed_request",
        "This is not HTTP",
        "The request line, a header or the framing of the body is not as HTTP/1.1 has it.");
  }

  private static Problem tooLong() {
    return Problem.of(
        431,
        "head_too_large",
        "The request line and headers are too long",
        "They may have at most 16 KB (" + Inlet.HEAD_BYTES + " bytes) together.");
  }
}
