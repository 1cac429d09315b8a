package dev.posthouse.config;

import dev.posthouse.json.Fields;
import dev.posthouse.rule.Template;
import tools.jackson.databind.JsonNode;

/// What a tree of the user's own making may hold, so that it can be stored, read again at the next
/// start, and written as a document.
final class FreeTree {
  /// In characters, as documents have it. Longer digits are a name and belong in quotes.
  private static final int LONGEST_NUMBER = 100;

  private static final int MOST_EXPONENT_DIGITS = 3;

  private FreeTree() {}

  /// Flaws are those of the field, at most one.
  static void check(Fields fields, String name, JsonNode tree) {
    if (tooDeep(tree, Template.DEPTH_LIMIT)) {
      fields.flaw(name, "is nested deeper than %d levels".formatted(Template.DEPTH_LIMIT));
    } else if (hasUnfitNumber(tree)) {
      fields.flaw(
          name,
          "holds a number of more than %d characters or with an exponent of more than %d digits; put it in quotes to send it as a text"
              .formatted(LONGEST_NUMBER, MOST_EXPONENT_DIGITS));
    }
  }

  /// Looks no deeper than the limit.
  private static boolean tooDeep(JsonNode tree, int levels) {
    if (!tree.isContainer()) {
      return false;
    }
    return levels == 0 || tree.values().stream().anyMatch(child -> tooDeep(child, levels - 1));
  }

  private static boolean hasUnfitNumber(JsonNode tree) {
    if (tree.isContainer()) {
      return tree.values().stream().anyMatch(FreeTree::hasUnfitNumber);
    }
    if (!tree.isNumber()) {
      return false;
    }
    String text = tree.asString();
    int exponent = text.indexOf('E') + 1;
    int digits = exponent == 0 ? 0 : text.length() - exponent - 1;
    return text.length() > LONGEST_NUMBER || digits > MOST_EXPONENT_DIGITS;
  }
}
