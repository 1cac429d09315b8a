package dev.posthouse.guard;

import java.lang.classfile.ClassModel;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A test that is switched off, that sleeps, or that talks to a mock proves nothing.
final class Honesty {
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "org/junit/jupiter/api/(condition/)?Disabled\\w*"
              + "|org/junit/Ignore"
              + "|(org/(mockito|easymock|jmock|powermock)|mockit|io/mockk|com/google/mockito)/.*"
              + "|java/lang/Thread\\.sleep\\(.*"
              + "|java/util/concurrent/TimeUnit\\.sleep\\(.*");

  private Honesty() {}

  /// One line for each forbidden class or method that this test class names.
  static List<String> violations(ClassModel model) {
    return Stream.concat(References.classes(model).stream(), References.members(model).stream())
        .filter(name -> FORBIDDEN.matcher(name).matches())
        .map(name -> "%s uses %s".formatted(References.readable(model), name))
        .toList();
  }
}
