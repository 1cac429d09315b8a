package dev.posthouse.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Things by their names, taken one by one.
final class Named<T> {
  private final Map<String, T> left = new LinkedHashMap<>();

  Named(Collection<T> all, Function<T, String> name) {
    all.forEach(thing -> left.put(name.apply(thing), thing));
  }

  Optional<T> take(String name) {
    return Optional.ofNullable(left.remove(name));
  }

  /// Those that nobody took.
  List<T> left() {
    return List.copyOf(left.values());
  }
}
