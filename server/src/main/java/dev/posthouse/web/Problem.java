package dev.posthouse.web;

import dev.posthouse.event.Flaw;
import dev.posthouse.event.Header;
import dev.posthouse.event.Invalid;
import dev.posthouse.json.Malformed;
import java.time.Duration;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// What is told to a client that gets no success: a problem document of RFC 9457. `code` is stable;
/// programs may rely on it, not on the texts.
///
/// @param line where malformed JSON is wrong, 0 where that is not the problem
/// @param missing the placeholders of a document that have no value
/// @param headers what the answer carries beside it, such as `Retry-After`
record Problem(
    int status,
    String code,
    String title,
    String detail,
    List<Flaw> errors,
    int line,
    int column,
    List<Header> headers,
    List<String> missing) {
  static final String MEDIA_TYPE = "application/problem+json";

  static Problem of(int status, String code, String title, String detail) {
    return new Problem(status, code, title, detail, List.of(), 0, 0, List.of(), List.of());
  }

  static Problem invalid(Invalid e) {
    return invalid(e.flaws());
  }

  static Problem invalid(List<Flaw> flaws) {
    String first = flaws.isEmpty() ? "" : flaws.getFirst().pointer() + " ";
    String detail = flaws.isEmpty() ? "" : first.stripLeading() + flaws.getFirst().message();
    return new Problem(
        422,
        "invalid",
        "The request is well-formed but wrong",
        detail,
        flaws,
        0,
        0,
        List.of(),
        List.of());
  }

  static Problem invalidDocument(List<Flaw> flaws, List<String> missing) {
    Flaw first = flaws.getFirst();
    String detail =
        "line %d, column %d: %s".formatted(first.line(), first.column(), first.message());
    return new Problem(
        422,
        "invalid_document",
        "The document is wrong; nothing was changed",
        detail,
        flaws,
        0,
        0,
        List.of(),
        missing);
  }

  static Problem malformed(Malformed e) {
    return new Problem(
        400,
        "malformed_json",
        "This is not JSON",
        e.problem() + " (line " + e.line() + ", column " + e.column() + ")",
        List.of(),
        e.line(),
        e.column(),
        List.of(),
        List.of());
  }

  static Problem notFound() {
    return of(404, "not_found", "There is no such thing", "Check the address and the id.");
  }

  static Problem tooLarge(String detail) {
    return of(413, "too_large", "The request is too large", detail);
  }

  static Problem unsupported(String detail) {
    return of(415, "unsupported_media_type", "This media type is not taken here", detail);
  }

  /// For what goes away by itself: the client should try again.
  static Problem busy(int status, String code, String detail, Duration retryAfter) {
    return of(status, code, "Not now", detail)
        .with("Retry-After", String.valueOf(Math.max(1, retryAfter.plusMillis(999).toSeconds())));
  }

  Problem with(String header, String value) {
    return new Problem(
        status,
        code,
        title,
        detail,
        errors,
        line,
        column,
        List.of(new Header(header, value)),
        missing);
  }

  byte[] json() {
    return JsonOut.bytes(this::write);
  }

  void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("title", title);
    json.writeNumberProperty("status", status);
    json.writeStringProperty("code", code);
    json.writeStringProperty("detail", detail);
    if (line > 0) {
      json.writeNumberProperty("line", line);
      json.writeNumberProperty("column", column);
    }
    if (!missing.isEmpty()) {
      json.writeArrayPropertyStart("missing");
      missing.forEach(json::writeString);
      json.writeEndArray();
    }
    if (!errors.isEmpty()) {
      json.writeArrayPropertyStart("errors");
      for (Flaw flaw : errors) {
        json.writeStartObject();
        json.writeStringProperty("pointer", flaw.pointer());
        json.writeStringProperty("message", flaw.message());
        if (flaw.line() > 0) {
          json.writeNumberProperty("line", flaw.line());
          json.writeNumberProperty("column", flaw.column());
        }
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }
}
