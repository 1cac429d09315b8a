package dev.posthouse.document;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What people get wrong in YAML, found line by line in a text that could not be read: YAML itself
/// would say it in words that help nobody, and only of the first place.
final class Hints {
  /// In characters. Nobody writes keys or templates by hand in longer lines.
  private static final int LONGEST_LINE = 500;

  private static final Set<String> KNOWN =
      Arrays.stream(Section.values())
          .flatMap(section -> section.keys().stream())
          .flatMap(key -> key.word().spellings())
          .collect(Collectors.toUnmodifiableSet());

  private Hints() {}

  /// A line that begins with a key of ours.
  ///
  /// @param colon where the colon stands, full-width or not
  private record Keyed(String key, String line, int colon) {
    boolean isWide() {
      return line.charAt(colon) == '：';
    }

    boolean lacksSpace() {
      return colon + 1 < line.length() && line.charAt(colon + 1) != ' ';
    }
  }

  static void find(String text, Findings findings) {
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      if (lines[i].length() <= LONGEST_LINE) {
        line(lines[i], i + 1, findings);
      }
    }
  }

  /// What to do about a text that stands where keys are expected, and looks like one of them.
  static String colon(Node node) {
    return node instanceof Node.Scalar scalar
        ? keyed(scalar.text())
            .map(found -> "; write `%s: …`, with an ASCII colon and a space".formatted(found.key()))
            .orElse("")
        : "";
  }

  /// The first colon of a line, full-width or not; -1 if there is none.
  static int firstColon(String line) {
    int half = line.indexOf(':');
    int full = line.indexOf('：');
    return half < 0 || full < 0 ? Math.max(half, full) : Math.min(half, full);
  }

  private static Optional<Keyed> keyed(String line) {
    int colon = line.length() > LONGEST_LINE ? -1 : firstColon(line);
    if (colon < 0) {
      return Optional.empty();
    }
    String key = withoutHyphens(line.substring(0, colon));
    return KNOWN.contains(key) ? Optional.of(new Keyed(key, line, colon)) : Optional.empty();
  }

  private static String withoutHyphens(String text) {
    String rest = text.strip();
    while (rest.equals("-") || rest.startsWith("- ")) {
      rest = rest.substring(1).strip();
    }
    return rest;
  }

  private static void line(String line, int number, Findings findings) {
    int tab = line.indexOf('\t');
    if (tab >= 0 && line.substring(0, tab).isBlank()) {
      findings.add(
          new Mark(number, tab + 1),
          "",
          "a tab cannot indent in YAML; use two spaces for each level");
    }
    keyed(line).ifPresent(found -> colon(found, number, findings));
    int template = line.indexOf("{{");
    if (template >= 0 && isValue(line, template)) {
      findings.add(
          new Mark(number, template + 1),
          "",
          "a template stands in quotes in YAML: \"%s\""
              .formatted(line.substring(template).strip()));
    }
  }

  /// Whether what begins here is the whole value of the line, without quotes.
  private static boolean isValue(String line, int begin) {
    String before = withoutHyphens(line.substring(0, begin));
    return before.isEmpty()
        || (before.indexOf(':') == before.length() - 1
            && Character.isWhitespace(line.charAt(begin - 1))
            && before.chars().noneMatch(c -> c == '"' || c == '\'' || c == '#'));
  }

  private static void colon(Keyed found, int number, Findings findings) {
    var mark = new Mark(number, found.colon() + 1);
    if (found.isWide()) {
      findings.add(
          mark,
          "",
          "`%s` is followed by the full-width colon ：; write `%s: `, with an ASCII colon and a space"
              .formatted(found.key(), found.key()));
    } else if (found.lacksSpace()) {
      findings.add(
          mark,
          "",
          "write a space after the colon: `%s: …`; without spaces a document begins with `Webhook 名称`"
              .formatted(found.key()));
    }
  }
}
