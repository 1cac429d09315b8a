package dev.posthouse.config;

import dev.posthouse.event.Flaw;
import dev.posthouse.event.Invalid;
import dev.posthouse.eventtype.Conversion;
import dev.posthouse.eventtype.EventType;
import dev.posthouse.json.Fields;
import dev.posthouse.json.Pointers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The field `versions` of a subscription: by the name of an event type, the version of its data
/// that filter and payload see.
final class Pinned {
  /// One for each type that a pattern of the subscription may name.
  private static final int MOST = 200;

  private Pinned() {}

  static Map<String, Integer> read(Fields fields) {
    var versions = new LinkedHashMap<String, Integer>();
    fields
        .object("versions")
        .ifPresent(types -> {
          for (String name : types.whole().propertyNames()) {
            versions.put(name, types.integer(name, 1, 1, Integer.MAX_VALUE));
          }
        });
    if (versions.size() > MOST) {
      fields.flaw("versions", "has " + versions.size() + " entries; at most " + MOST);
    }
    return versions;
  }

  /// @throws Invalid if it pins a type or a version that there is not
  static void refuseUnknown(Snapshot now, Subscription subscription) {
    var flaws = new ArrayList<Flaw>();
    subscription
        .versions()
        .forEach((name, version) -> {
          String pointer = Pointers.child("/versions", name);
          Optional<EventType> type = now.eventType(subscription.tenant(), name);
          if (type.isEmpty()) {
            flaws.add(new Flaw(pointer, now.types().unknown(subscription.tenant(), name)));
          } else if (type.get().version(version).isEmpty()) {
            flaws.add(
                new Flaw(
                    pointer,
                    "\"%s\" has versions 1 to %d".formatted(name, type.get().versions().size())));
          }
        });
    if (!flaws.isEmpty()) {
      throw new Invalid(flaws);
    }
  }

  /// Versions of the types whose events it cannot be given.
  static List<String> warnings(Snapshot now, Subscription subscription) {
    return subscription.versions().keySet().stream()
        .flatMap(name -> now.eventType(subscription.tenant(), name).stream())
        .flatMap(type -> gap(subscription, type).stream())
        .toList();
  }

  /// What a subscription that pins this type must know.
  static Optional<String> gap(Subscription subscription, EventType type) {
    int pinned = subscription.versions().getOrDefault(type.name(), 0);
    return Stream.of(1, type.newest().number())
        .flatMap(version -> Conversion.gap(type, version, pinned).stream())
        .findFirst()
        .map(gap ->
            "Subscription %s (%s) pins version %d, and %s: it does not get events of other versions."
                .formatted(subscription.id(), subscription.name(), pinned, gap.english()));
  }
}
