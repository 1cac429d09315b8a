package dev.posthouse.config;

import dev.posthouse.config.Subscription.Made;
import dev.posthouse.eventtype.EventType;
import dev.posthouse.eventtype.Version;
import dev.posthouse.rule.TypeIndex;
import dev.posthouse.rule.TypePattern;
import dev.posthouse.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Fields that a filter or a payload names and that the schema of no event it is for knows: most
/// likely misspelt. Saving warns of them.
final class UnknownFields {
  /// A subscription that is wrong everywhere is not told a hundred times.
  private static final int MOST = 20;

  /// Questions to schemas that one saving asks; for honest subscriptions this is plenty.
  private static final int QUESTIONS = 10_000;

  /// Types whose fields are searched for what may be meant.
  private static final int SEARCHED = 5;

  private final Subscription subscription;
  private final Map<TypePattern, List<EventType>> matched = new LinkedHashMap<>();
  private int questions = QUESTIONS;

  private UnknownFields(Snapshot now, Subscription subscription) {
    this.subscription = subscription;
    var index = new TypeIndex<TypePattern>();
    subscription.types().forEach(pattern -> index.add(pattern, pattern));
    for (EventType type : now.eventTypes(subscription.tenant())) {
      index.match(
          type.name(),
          pattern -> matched.computeIfAbsent(pattern, ignored -> new ArrayList<>()).add(type));
    }
  }

  static List<String> warnings(Snapshot now, Subscription subscription) {
    Set<List<String>> fields = fields(subscription);
    return fields.isEmpty()
        ? List.of()
        : List.copyOf(new UnknownFields(now, subscription).warnings(fields));
  }

  private Set<String> warnings(Set<List<String>> fields) {
    Set<String> warnings = new LinkedHashSet<>();
    for (List<String> field : fields) {
      for (TypePattern pattern : matched.keySet()) {
        warning(pattern, field).ifPresent(warnings::add);
        if (warnings.size() == MOST) {
          return warnings;
        }
      }
    }
    return warnings;
  }

  private static Set<List<String>> fields(Subscription subscription) {
    Set<List<String>> fields = new LinkedHashSet<>(subscription.filter().fields());
    if (subscription.body() instanceof Made made) {
      fields.addAll(made.template().fields());
    }
    return fields;
  }

  /// A field that one of several types knows is right for that one.
  private Optional<String> warning(TypePattern pattern, List<String> field) {
    List<EventType> types = matched.getOrDefault(pattern, List.of());
    if (types.stream().anyMatch(type -> mayKnow(type, field))) {
      return Optional.empty();
    }
    String hint =
        types.stream()
            .limit(SEARCHED)
            .flatMap(type -> schema(type).suggestion(field).stream())
            .findFirst()
            .map(path -> "; did you mean `" + path + "`?")
            .orElse("");
    String where =
        types.size() == 1
            ? "is not in the schema of " + types.getFirst().name()
            : "is in no schema of the %d types that %s matches".formatted(types.size(), pattern);
    return Optional.of("`" + String.join(".", field) + "` " + where + hint);
  }

  /// When all questions have been asked, whatever is left may be right.
  private boolean mayKnow(EventType type, List<String> field) {
    return questions-- <= 0 || schema(type).knows(field);
  }

  /// Of the version that it pins, else of the newest.
  private Schema schema(EventType type) {
    int pinned = subscription.versions().getOrDefault(type.name(), 0);
    Version version = type.version(pinned).orElseGet(type::newest);
    return version.schema();
  }
}
