package dev.posthouse.config;

import dev.posthouse.event.Invalid;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON Merge Patch (RFC 7396): absent leaves, `null` removes, objects merge. One addition: where a
/// patch changes what kind of thing an object is (`auth.type`, `retry.strategy`), it replaces the
/// object, so that fields of the old kind do not stay behind.
public final class MergePatch {
  private static final Map<String, String> KINDS = Map.of("auth", "type", "retry", "strategy");

  private MergePatch() {}

  public static ObjectNode apply(ObjectNode target, ObjectNode patch) {
    ObjectNode result = target.deepCopy();
    for (var field : patch.properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      JsonNode before = result.path(name);
      if (value.isNull()) {
        result.remove(name);
      } else if (value instanceof ObjectNode part && before instanceof ObjectNode old) {
        result.set(name, ofOneKind(name, old, part) ? apply(old, part) : part);
      } else {
        result.set(name, value);
      }
    }
    return result;
  }

  /// What is to be a document, or to change one.
  ///
  /// @param example of such a document
  /// @throws Invalid if it is no object
  public static ObjectNode object(JsonNode json, String example) {
    if (json instanceof ObjectNode object) {
      return object;
    }
    throw new Invalid("", "must be an object, such as " + example);
  }

  private static boolean ofOneKind(String name, ObjectNode old, ObjectNode part) {
    String kind = KINDS.getOrDefault(name, "");
    return !part.has(kind) || part.path(kind).equals(old.path(kind));
  }
}
