package dev.posthouse.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What came of holding an event against the state that is remembered of its subject.
public enum Finding {
  /// Something that is watched differs: delivered.
  CHANGED,
  /// Nothing that is watched differs.
  UNCHANGED,
  /// Nothing was remembered of the subject; from now on this is. It does not count as a change.
  BASELINE,
  /// The event only says where to begin, and something was remembered already.
  KNOWN,
  /// Nothing was remembered of the subject, and that is to count as a change.
  UNKNOWN,
  /// Nothing was remembered of the subject, and nothing is now.
  SKIPPED,
  /// The event shows an older state than the one that is remembered.
  STALE,
  /// The event does not say what its subject is, or cannot be read.
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

  /// Whether the event is delivered.
  public boolean delivered() {
    return this == CHANGED || this == UNKNOWN;
  }
}
