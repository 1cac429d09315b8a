package dev.posthouse.web;

import dev.posthouse.event.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// What a request is answered with. `code` is that of the problem, empty where there is none; an
/// empty content type means that there is no body.
record Answer(int status, String code, String contentType, byte[] body, List<Header> headers) {
  static final String JSON = "application/json";

  Answer {
    headers = List.copyOf(headers);
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
    return new Answer(status, code, contentType, body, more);
  }
}
