package dev.posthouse.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What a tenant wants done with events that are not as described.
///
/// @param unknownTypes events whose type nobody has described
/// @param invalidData events whose data do not fit the schema of their type
public record Policy(Decision unknownTypes, Decision invalidData) {
  public static final Policy USUAL = new Policy(Decision.WARN, Decision.WARN);

  /// What becomes of one such event.
  public enum Decision {
    /// It is taken; nobody looks.
    ACCEPT,
    /// It is taken, and the publisher is told.
    WARN,
    REFUSE;

    public static final Map<String, Decision> WORDS =
        Arrays.stream(values()).collect(Collectors.toMap(Decision::word, decision -> decision));

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
