package dev.posthouse.web;

import dev.posthouse.event.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// What a request is answered with. `code` is that of the problem, empty where there is none; an
/// empty content type means that there is no body.
///
/// @param stream written after the head, instead of a body
record Answer(
    int status,
    String code,
    String contentType,
    byte[] body,
    List<Header> headers,
    Optional<Streaming> stream) {
  static final String JSON = "application/json";

  Answer {
    headers = List.copyOf(headers);
  }

  Answer(int status, String code, String contentType, byte[] body, List<Header> headers) {
    this(status, code, contentType, body, headers, Optional.empty());
  }

  static Answer streamed(String contentType, Streaming stream) {
    return new Answer(200, "", contentType, new byte[0], List.of(), Optional.of(stream));
  }

  static Answer json(int status, Consumer<JsonGenerator> content) {
    return success(status, JSON, JsonOut.bytes(content));
  }

  static Answer success(int status, String contentType, byte[] body) {
    return new Answer(status, "", contentType, body, List.of());
  }

  static Answer problem(Problem problem) {
    return new Answer(
        problem.status(), problem.code(), Problem.MEDIA_TYPE, problem.json(), problem.headers());
  }

  static Answer nothing() {
    return success(204, "", new byte[0]);
  }

  Answer with(String header, String value) {
    var more = new ArrayList<>(headers);
    more.add(new Header(header, value));
    return new Answer(status, code, contentType, body, more, stream);
  }
}
