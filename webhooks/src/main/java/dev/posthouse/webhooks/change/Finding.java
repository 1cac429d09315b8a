package dev.posthouse.webhooks.change;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What comes of holding a snapshot of a subject against the state that is remembered of it.
public enum Finding {
  /// Something that is watched differs.
  CHANGED,
  /// Nothing that is watched differs.
  UNCHANGED,
  /// Nothing was remembered of the subject; from now on this is. It does not count as a change.
  BASELINE,
  /// The snapshot only says where to begin, and something was remembered already.
  KNOWN,
  /// Nothing was remembered of the subject, and that is to count as a change.
  UNKNOWN,
  /// Nothing was remembered of the subject, and nothing is now.
  SKIPPED,
  /// The snapshot shows an older state than the one that is remembered.
  STALE,
  /// The snapshot does not say what its subject is, or cannot be read.
  UNREADABLE;

  private static final Map<String, Finding> WORDS =
      Arrays.stream(values()).collect(Collectors.toMap(Finding::word, Function.identity()));

  /// How it is written: `changed`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @throws IllegalArgumentException if there is no such word
  public static Finding of(String word) {
    Finding finding = WORDS.get(word);
    if (finding == null) {
      throw new IllegalArgumentException("\"" + word + "\" is no finding");
    }
    return finding;
  }

  /// Whether the snapshot is to be acted upon.
  public boolean passes() {
    return this == CHANGED || this == UNKNOWN;
  }
}
