package dev.posthouse.config;

import dev.posthouse.access.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Which fields a change touches, by name alone (`retry.maxAttempts`): values may be secret.
public final class Differences {
  private static final Set<String> NOT_FIELDS = Set.of("id", "revision");

  /// Free trees, told as one field.
  private static final Set<String> WHOLE = Set.of("payload", "tables", "versions");

  private Differences() {}

  static List<String> between(Endpoint before, Endpoint after) {
    var names = new TreeSet<String>();
    collect("", EndpointForm.write(before), EndpointForm.write(after), names);
    Map<String, Secret> now = EndpointSecrets.of(after).texts();
    EndpointSecrets.of(before)
        .texts()
        .forEach((place, secret) -> {
          if (!secret.equals(now.getOrDefault(place, secret))) {
            names.add(place.substring(1).replace('/', '.'));
          }
        });
    return List.copyOf(names);
  }

  static List<String> between(Subscription before, Subscription after) {
    return between(SubscriptionForm.write(before), SubscriptionForm.write(after));
  }

  /// Of two JSON forms.
  public static List<String> between(ObjectNode before, ObjectNode after) {
    var names = new TreeSet<String>();
    collect("", before, after, names);
    return List.copyOf(names);
  }

  private static void collect(
      String prefix, ObjectNode before, ObjectNode after, Set<String> names) {
    var fields = new ArrayList<>(before.propertyNames());
    fields.addAll(after.propertyNames());
    for (String field : fields) {
      JsonNode old = before.path(field);
      JsonNode now = after.path(field);
      String name = prefix + field;
      boolean same = old.equals(now) || NOT_FIELDS.contains(name);
      if (!same
          && old instanceof ObjectNode one
          && now instanceof ObjectNode two
          && !WHOLE.contains(name)) {
        collect(name + ".", one, two, names);
      } else if (!same) {
        names.add(name);
      }
    }
  }
}
