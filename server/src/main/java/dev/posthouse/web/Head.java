package dev.posthouse.web;

import io.helidon.http.DirectHandler;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.http.RequestException;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.webserver.http.ServerRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The request line and the headers: their limit, and what is answered to those that are no HTTP.
final class Head implements DirectHandler {
  private static final String TOKEN = "!#$%&'*+-.^_`|~";
  private static final Pattern UNTOLD = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029\"]");

  private static final ContentEncodingContext PACKED = PackedBodies.context();

  /// The version, the spaces and the line ends of a request line.
  private static final int AROUND_PATH = 13;

  /// The colon, the space and the end of a header line.
  private static final int AROUND_HEADER = 4;

  /// The engine takes a method that is none for a defect of its own.
  ///
  /// @throws RequestException 400 if a request line does not begin with a token (RFC 9110, 5.6.2)
  static void checkMethod(byte[] line) {
    for (int i = 0; i < line.length && line[i] != ' '; i++) {
      if (TOKEN.indexOf(line[i]) < 0 && !Character.isLetterOrDigit(line[i])) {
        throw RequestException.builder()
            .type(EventType.BAD_REQUEST)
            .status(Status.BAD_REQUEST_400)
            .message("the method is no token")
            .setKeepAlive(false)
            .build();
      }
    }
  }

  /// A path has one spelling here: others would pass by whatever a proxy allows or forbids.
  ///
  /// @throws Refusal 400
  static void checkPath(ServerRequest request) {
    String raw = request.prologue().uriPath().rawPath();
    if (raw != null && detours(raw, begin(raw))) {
      throw new Refusal(
          Problem.of(
              400,
              "odd_path",
              "This path is spelled oddly",
              "A path has no empty segments, none that are . or .., and no parameters (;)."));
    }
  }

  /// Where the path begins: requests may name scheme and host before it (RFC 9112, 3.2.2).
  private static int begin(String raw) {
    int host = raw.startsWith("/") ? -1 : raw.indexOf("://");
    int path = host < 0 ? 0 : raw.indexOf('/', host + 3);
    return path < 0 ? raw.length() : path;
  }

  private static boolean detours(String path, int from) {
    for (int i = from; i < path.length(); i++) {
      char at = path.charAt(i);
      if (at == ';' || (at == '/' && isOdd(path, i + 1))) {
        return true;
      }
    }
    return false;
  }

  /// Whether a segment is empty, though not the last, or one of dots.
  private static boolean isOdd(String path, int from) {
    int end = from;
    while (end < path.length() && end < from + 2 && path.charAt(end) == '.') {
      end++;
    }
    boolean ended = end == path.length() || path.charAt(end) == '/';
    return ended && (end > from || end < path.length());
  }

  /// A text of a request as it may stand in a line of the log.
  static String told(String text) {
    return UNTOLD.matcher(text).replaceAll("?");
  }

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
    } else if (type == EventType.INTERNAL_ERROR) {
      return Problem.of(500, "internal", "Something is wrong with the server", "See its log.");
    } else if (isPackedOddly(request)) {
      return Problem.unsupported("Send the body as it is, without Content-Encoding.");
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

  /// Whether its body is compressed in a way that the engine was not told of, and therefore
  /// refuses.
  private static boolean isPackedOddly(TransportRequest request) {
    return request
        .headers()
        .first(HeaderNames.CONTENT_ENCODING)
        .filter(encoding -> !PACKED.contentDecodingSupported(encoding))
        .isPresent();
  }

  private static Problem tooLong() {
    return Problem.of(
        431,
        "head_too_large",
        "The request line and headers are too long",
        "They may have at most 16 KB (" + Inlet.HEAD_BYTES + " bytes) together.");
  }
}
