package dev.posthouse.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What applying a document changes, as the server answered.
record Plan(JsonNode answer) {
  private enum Kind {
    CREATE("+", Paint.GREEN),
    UPDATE("~", Paint.YELLOW),
    UNCHANGED("=", Paint.DIM),
    DELETE("-", Paint.RED);

    private final String sign;
    private final Paint paint;

    Kind(String sign, Paint paint) {
      this.sign = sign;
      this.paint = paint;
    }

    String lower() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private Stream<JsonNode> steps() {
    return answer.path("plan").valueStream();
  }

  private static Kind kind(JsonNode step) {
    String action = Desk.text(step, "action");
    return Stream.of(Kind.values())
        .filter(kind -> kind.lower().equals(action))
        .findFirst()
        .orElse(Kind.UPDATE);
  }

  /// Of the configuration that it was made for.
  long revision() {
    return answer.path("revision").asLong(0);
  }

  boolean changesNothing() {
    return steps().allMatch(step -> kind(step) == Kind.UNCHANGED);
  }

  boolean deletes() {
    return steps().anyMatch(step -> kind(step) == Kind.DELETE);
  }

  void print(Desk desk) {
    steps().forEach(step -> desk.print(kind(step).paint, line(step, desk.words())));
    for (JsonNode warning : answer.path("warnings")) {
      desk.print(Paint.YELLOW, desk.words().say("warning", Flaws.text(warning)));
    }
    desk.print(summary(desk.words()));
  }

  private static String line(JsonNode step, Words words) {
    String what = Desk.text(step, "kind");
    String thing = words.has("kind." + what) ? words.say("kind." + what) : what;
    String line = "%s %s %s".formatted(kind(step).sign, thing, Desk.text(step, "name"));
    List<String> changes = step.path("changes").valueStream().map(JsonNode::asString).toList();
    return changes.isEmpty() || kind(step) != Kind.UPDATE
        ? line
        : line + ": " + String.join(", ", changes);
  }

  String summary(Words words) {
    if (changesNothing()) {
      return words.say("plan.nothing");
    }
    return Stream.of(Kind.values())
        .map(kind -> words.say("plan." + kind.lower(), count(kind)))
        .collect(Collectors.joining(words.say("list.comma")));
  }

  private long count(Kind kind) {
    return steps().filter(step -> kind(step) == kind).count();
  }

  /// Of the sources that were made: what their providers are to be given.
  void printAddresses(Desk desk) {
    steps()
        .filter(step -> kind(step) == Kind.CREATE && step.hasNonNull("address"))
        .forEach(step -> {
          desk.say("apply.address", Desk.text(step, "name"));
          desk.print("  " + Desk.text(step, "address"));
        });
  }

  /// Of the endpoints that were made; nobody can read them again.
  void printSecrets(Desk desk) {
    steps()
        .filter(step -> step.hasNonNull("signingSecret"))
        .forEach(step -> {
          desk.say("apply.secret", Desk.text(step, "name"));
          desk.print("  " + Desk.text(step, "signingSecret"));
        });
  }
}
