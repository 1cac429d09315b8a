package dev.posthouse.cli;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// What the server answered.
///
/// @param retryAfter the header of that name, empty without
/// @param date likewise
record Answer(int status, String retryAfter, String date, byte[] body) {
  boolean isSuccess() {
    return status >= 200 && status < 300 && !isPage();
  }

  /// Of HTML, for people: whatever its status, it is no Posthouse that answers so.
  private boolean isPage() {
    return body.length > 0 && body[0] == '<';
  }

  /// For what goes away by itself.
  boolean isBusy() {
    return status == 503 || status == 429;
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /// Missing where the body is no JSON: then it was no Posthouse that answered.
  JsonNode json() {
    try {
      return JsonText.JSON.readTree(body);
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }
}
