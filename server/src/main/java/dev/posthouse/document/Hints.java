package dev.posthouse.document;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What people get wrong in YAML, found line by line in a text that could not be read: YAML itself
/// would say it in words that help nobody, and only of the first place.
final class Hints {
  private static final Pattern KEY =
      Pattern.compile("^\\s*(?:- )*\\s*([^:：\"'#]+?)\\s*([:：])(.*)$");
  private static final Pattern BARE_TEMPLATE =
      Pattern.compile("^\\s*(?:- +)*(?:[^:\"'#]+:\\s+)?(\\{\\{.*)$");
  private static final Set<String> KNOWN =
      Arrays.stream(Section.values())
          .flatMap(section -> section.keys().stream())
          .flatMap(key -> key.word().spellings())
          .collect(Collectors.toUnmodifiableSet());

  private Hints() {}

  static void find(String text, Findings findings) {
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      line(lines[i], i + 1, findings);
    }
  }

  /// What to do about a text that stands where keys are expected, and looks like one of them.
  static String colon(Node node) {
    if (node instanceof Node.Scalar scalar) {
      Matcher key = KEY.matcher(scalar.text());
      if (key.matches() && KNOWN.contains(key.group(1))) {
        return "; write `%s: …`, with an ASCII colon and a space".formatted(key.group(1));
      }
    }
    return "";
  }

  private static void line(String line, int number, Findings findings) {
    int tab = line.indexOf('\t');
    if (tab >= 0 && line.substring(0, tab).isBlank()) {
      findings.add(
          new Mark(number, tab + 1),
          "",
          "a tab cannot indent in YAML; use two spaces for each level");
    }
    Matcher key = KEY.matcher(line);
    if (key.matches() && KNOWN.contains(key.group(1))) {
      colon(key, number, findings);
    }
    Matcher template = BARE_TEMPLATE.matcher(line);
    if (template.matches()) {
      findings.add(
          new Mark(number, template.start(1) + 1),
          "",
          "a template stands in quotes in YAML: \"%s\"".formatted(template.group(1).strip()));
    }
  }

  private static void colon(Matcher key, int number, Findings findings) {
    var mark = new Mark(number, key.start(2) + 1);
    if (key.group(2).equals("：")) {
      findings.add(
          mark,
          "",
          "`%s` is followed by the full-width colon ：; write `%s: `, with an ASCII colon and a space"
              .formatted(key.group(1), key.group(1)));
    } else if (!key.group(3).isEmpty() && !key.group(3).startsWith(" ")) {
      findings.add(
          mark,
          "",
          "write a space after the colon: `%s: …`; without spaces a document begins with `Webhook 名称`"
              .formatted(key.group(1)));
    }
  }
}
