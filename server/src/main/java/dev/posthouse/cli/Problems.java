package dev.posthouse.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Turns problem documents (RFC 9457) into lines for people.
final class Problems {
  private Problems() {}

  static Failed failed(Answer answer, Words words) {
    JsonNode problem = answer.json();
    if (!problem.isObject() || !problem.has("code")) {
      return Failed.refused(words.say("client.foreign", answer.status()));
    }
    return Failed.refused(String.join("\n", lines(answer.status(), problem, words)), problem);
  }

  private static List<String> lines(int status, JsonNode problem, Words words) {
    var lines = new ArrayList<String>();
    List<String> flaws = flaws(problem);
    lines.add(
        flaws.isEmpty()
            ? Desk.text(problem, "title") + ": " + Desk.text(problem, "detail")
            : Desk.text(problem, "title"));
    flaws.forEach(flaw -> lines.add("  " + flaw));
    if (words.has("hint." + status)) {
      lines.add(words.say("hint." + status));
    }
    return lines;
  }

  /// One line each: `/data/total must be a number`.
  static List<String> flaws(JsonNode problem) {
    return problem
        .path("errors")
        .valueStream()
        .map(flaw -> (Desk.text(flaw, "pointer") + " " + Desk.text(flaw, "message")).strip())
        .toList();
  }

  /// The same in one line, for lists of results.
  static String brief(JsonNode problem) {
    List<String> flaws = flaws(problem);
    return flaws.isEmpty() ? Desk.text(problem, "detail") : String.join("; ", flaws);
  }
}
