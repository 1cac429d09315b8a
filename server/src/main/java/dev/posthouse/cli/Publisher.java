package dev.posthouse.cli;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/// Publishes, and again when the server is busy: a 503 may come from an answer that was lost after
/// the events were stored, so only what carries ids is sent a second time.
record Publisher(Desk desk, Client client) {
  private static final int TRIES = 6;
  private static final int LONGEST_WAIT_SECONDS = 60;

  /// @param repeatable whether each event carries an id
  Answer publish(String path, byte[] body, boolean repeatable) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      Answer answer = client.exchange("POST", path, Client.JSON, body);
      if (!answer.isBusy() || attempt == TRIES) {
        return answer;
      }
      if (!repeatable) {
        throw desk.refused("send.notagain", Problems.brief(answer.json()));
      }
      desk.shell().pause().of(wait(answer, attempt));
    }
  }

  /// As the server asks; else 1 s, 2 s, 4 s …
  private static Duration wait(Answer answer, int attempt) {
    boolean said = answer.retryAfter().matches("\\d{1,5}");
    int seconds = said ? Integer.parseInt(answer.retryAfter()) : 1 << (attempt - 1);
    return Duration.ofSeconds(Math.min(LONGEST_WAIT_SECONDS, seconds));
  }

  /// `evt_… 2 deliveries`, or that it was known.
  static String line(JsonNode published, Words words) {
    String what =
        published.path("duplicate").asBoolean(false)
            ? words.say("send.known")
            : words.count("deliveries", published.path("deliveries").asLong(0));
    return Desk.text(published, "id") + "  " + what;
  }

  /// @param place what the event is called, such as `events.ndjson:7: `; empty for a single one
  static void warn(JsonNode published, String place, Desk desk) {
    for (JsonNode warning : published.path("warnings")) {
      desk.warn(place + desk.words().say("warning", Flaws.text(warning)));
    }
  }
}
