package dev.posthouse.web;

import java.util.Optional;
import java.util.regex.Pattern;

/// Stand-in until rule.TypeName lands.
final class EventTypeNames {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

  private EventTypeNames() {}

  static Optional<String> flaw(String name) {
    return name.length() <= 255 && NAME.matcher(name).matches()
        ? Optional.empty()
        : Optional.of("is not a type name");
  }
}
