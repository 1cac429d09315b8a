package dev.posthouse.access;

import dev.posthouse.json.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Secrets in a JSON form, where they are written as `***`: read again, that stands for the one
/// that is stored at its place, `***2` for the second.
public final class MaskedSecrets {
  private static final Pattern STORED = Pattern.compile("\\*\\*\\*([1-9][0-9]?)?");

  private MaskedSecrets() {}

  /// Flaws are collected in `fields`.
  ///
  /// @param known those that are stored
  /// @param check of a new one; throws [IllegalArgumentException] with what it must be
  public static List<Secret> read(
      Fields fields, String name, int most, List<Secret> known, Consumer<String> check) {
    List<String> texts = fields.texts(name);
    if (texts.size() > most) {
      fields.flaw(name, "has " + texts.size() + " entries; at most " + most);
    }
    var secrets = new ArrayList<Secret>();
    for (int i = 0; i < texts.size(); i++) {
      try {
        secrets.add(one(texts.get(i), i, known, check));
      } catch (IllegalArgumentException e) {
        fields.flaw(name, "entry " + (i + 1) + " " + e.getMessage());
      }
    }
    return secrets;
  }

  private static Secret one(String text, int place, List<Secret> known, Consumer<String> check) {
    Matcher stored = STORED.matcher(text);
    if (!stored.matches()) {
      check.accept(text);
      return new Secret(text);
    }
    int meant = stored.group(1) == null ? place : Integer.parseInt(stored.group(1)) - 1;
    if (meant >= known.size()) {
      throw new IllegalArgumentException("is *** where no secret is stored");
    }
    return known.get(meant);
  }
}
