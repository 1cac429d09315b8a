package dev.posthouse.cli;

import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What is wrong in a file, each with its place, as compilers write it: editors know how to jump
/// there.
final class Flaws {
  private Flaws() {}

  static Failed failed(Answer answer, String file, Words words) {
    JsonNode problem = answer.json();
    List<JsonNode> flaws = problem.path("errors").valueStream().toList();
    if (flaws.isEmpty()) {
      return Problems.failed(answer, words);
    }
    String lines =
        flaws.stream()
            .map(flaw -> place(flaw, file) + text(flaw))
            .collect(Collectors.joining("\n", "\n", "\n"));
    return Failed.refused(words.count("flaws", flaws.size()) + lines.stripTrailing(), problem);
  }

  private static String place(JsonNode flaw, String file) {
    if (flaw.has("line")) {
      return "%s:%d:%d: ".formatted(file, flaw.path("line").asInt(), flaw.path("column").asInt(1));
    }
    return (file + ": " + Desk.text(flaw, "pointer")).strip() + " ";
  }

  /// Of a flaw or a warning, which may also be a plain text.
  static String text(JsonNode flaw) {
    return flaw.isString() ? flaw.asString() : Desk.text(flaw, "message");
  }
}
