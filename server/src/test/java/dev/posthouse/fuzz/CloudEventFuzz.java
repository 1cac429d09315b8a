package dev.posthouse.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.posthouse.event.Header;
import dev.posthouse.event.NewEvent;
import dev.posthouse.json.Json;
import dev.posthouse.web.PublishForms;
import java.util.ArrayList;
import java.util.List;

/// Bytes as CloudEvents: JSON, and headers with a body after an empty line.
public final class CloudEventFuzz {
  private CloudEventFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    Refusals.read(() -> PublishForms.structured(input)).ifPresent(CloudEventFuzz::check);
    Refusals.read(() -> PublishForms.cloudEvents(input))
        .ifPresent(events -> events.forEach(event -> event.ifPresent(CloudEventFuzz::check)));
    binary(new String(input, ISO_8859_1));
  }

  /// As HTTP has them: bytes are characters, and none of them ends a line.
  private static void binary(String request) {
    int end = request.indexOf("\n\n");
    String head = end < 0 ? request : request.substring(0, end);
    byte[] body = end < 0 ? new byte[0] : request.substring(end + 2).getBytes(ISO_8859_1);
    List<Header> headers = new ArrayList<>();
    String contentType = "";
    for (String line : head.split("\n", -1)) {
      int colon = line.indexOf(": ");
      if (line.regionMatches(true, 0, "ce-", 0, 3) && colon > 0) {
        headers.add(new Header(line.substring(0, colon), line.substring(colon + 2)));
      } else if (line.regionMatches(true, 0, "content-type: ", 0, 14)) {
        contentType = line.substring(14);
      }
    }
    String type = contentType;
    Refusals.read(() -> PublishForms.binary(headers, type, body)).ifPresent(CloudEventFuzz::check);
  }

  private static void check(NewEvent event) {
    Bounded.require(!event.type().isBlank(), "an event without type");
    Bounded.require(!event.origin().source().isEmpty(), "an event without source");
    Bounded.require(!event.origin().id().isEmpty(), "an event without id");
    if (event.payload().isJson()) {
      Json.parse(event.payload().bytes());
    }
  }
}
