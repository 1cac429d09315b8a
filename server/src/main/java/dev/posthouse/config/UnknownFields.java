package dev.posthouse.config;

import dev.posthouse.config.Subscription.Made;
import dev.posthouse.eventtype.EventType;
import dev.posthouse.eventtype.Version;
import dev.posthouse.rule.TypePattern;
import dev.posthouse.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Fields that a filter or a payload names and that the schema of no event it is for knows: most
/// likely misspelt. Saving warns of them.
final class UnknownFields {
  /// A subscription that is wrong everywhere is not told a hundred times.
  private static final int MOST = 20;

  private UnknownFields() {}

  static List<String> warnings(Snapshot now, Subscription subscription) {
    List<String> warnings = new ArrayList<>();
    List<EventType> types = now.eventTypes(subscription.tenant());
    Set<List<String>> fields = fields(subscription);
    for (TypePattern pattern : subscription.types()) {
      List<EventType> matched =
          fields.isEmpty()
              ? List.of()
              : types.stream().filter(type -> pattern.matches(type.name())).toList();
      for (List<String> field : fields) {
        warning(subscription, pattern, matched, field).ifPresent(warnings::add);
      }
    }
    return warnings.stream().distinct().limit(MOST).toList();
  }

  private static Set<List<String>> fields(Subscription subscription) {
    Set<List<String>> fields = new LinkedHashSet<>(subscription.filter().fields());
    if (subscription.body() instanceof Made made) {
      fields.addAll(made.template().fields());
    }
    return fields;
  }

  /// A field that one of several types knows is right for that one.
  private static Optional<String> warning(
      Subscription subscription, TypePattern pattern, List<EventType> types, List<String> field) {
    if (types.isEmpty()
        || types.stream().anyMatch(type -> schema(subscription, type).knows(field))) {
      return Optional.empty();
    }
    String hint =
        types.stream()
            .flatMap(type -> schema(subscription, type).suggestion(field).stream())
            .findFirst()
            .map(path -> "; did you mean `" + path + "`?")
            .orElse("");
    String where =
        types.size() == 1
            ? "is not in the schema of " + types.getFirst().name()
            : "is in no schema of the %d types that %s matches".formatted(types.size(), pattern);
    return Optional.of("`" + String.join(".", field) + "` " + where + hint);
  }

  /// Of the version that it pins, else of the newest.
  private static Schema schema(Subscription subscription, EventType type) {
    int pinned = subscription.versions().getOrDefault(type.name(), 0);
    Version version = type.version(pinned).orElseGet(type::newest);
    return version.schema();
  }
}
