package dev.posthouse.document;

import dev.posthouse.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A JSON form in the making, and where in the document each part of it stands.
final class Draft {
  final ObjectNode json = Json.object();
  private final Section section;
  private final Map<String, Place> places = new HashMap<>();
  private final Map<String, Tree> trees = new HashMap<>();
  private final Map<String, String> filled = new HashMap<>();
  private final List<String> settled = new ArrayList<>();
  private final Set<String> incomplete = new HashSet<>();

  Draft(Section section, Place place) {
    this.section = section;
    places.put("", place);
  }

  /// A part whose own parts need no places: they stand in the document as in the form.
  private record Tree(Node node, Place place) {}

  Place place() {
    return places.getOrDefault("", Place.top(Mark.START));
  }

  void put(String target, JsonNode value, Place place) {
    int end = target.lastIndexOf('/');
    group(target.substring(0, end)).set(name(target.substring(end + 1)), value);
    places.put(target, place);
  }

  /// The object at a place of the form, made where it is not there.
  ObjectNode group(String target) {
    ObjectNode group = json;
    for (String step : target.isEmpty() ? new String[0] : target.substring(1).split("/", -1)) {
      String name = name(step);
      group = group.path(name) instanceof ObjectNode there ? there : group.putObject(name);
    }
    return group;
  }

  /// Puts a part that is as in the document.
  void putTree(String target, JsonNode value, Node node, Place place) {
    put(target, value, place);
    trees.put(target, new Tree(node, place));
  }

  boolean has(String target) {
    return !target.isEmpty() && places.containsKey(target);
  }

  /// The line where a part stands.
  int line(String target) {
    return places.getOrDefault(target, place()).mark().line();
  }

  /// Remembers where a part stands.
  void stands(String target, Place place) {
    places.put(target, place);
  }

  /// A part came from a placeholder: what is wrong with it must not repeat its value.
  void filled(String target, String placeholder) {
    filled.put(target, placeholder);
  }

  /// All that is to be said about a part is said.
  void settled(String target) {
    if (settled.size() <= Findings.MOST) {
      settled.add(target);
    }
  }

  /// A list lost an item: its length means nothing now, the other items are judged as ever.
  void incomplete(String target) {
    incomplete.add(target);
  }

  /// Says in the document's words what is wrong with the form.
  void tell(String target, String message, Findings findings) {
    if (incomplete.contains(target)
        || settled.stream().anyMatch(s -> target.equals(s) || target.startsWith(s + "/"))) {
      return;
    }
    String known = target;
    while (!places.containsKey(known)) {
      known = known.substring(0, known.lastIndexOf('/'));
    }
    Place place = places.getOrDefault(known, place());
    Tree tree = trees.get(known);
    if (tree != null) {
      Place inside = inside(tree, target.substring(known.length()));
      findings.add(inside.mark(), inside.pointer(), message);
      return;
    }
    boolean whole = known.equals(target);
    findings.add(
        place.mark(),
        whole ? place.pointer() : place.pointer() + missing(target, known),
        whole ? shown(target, message) : named(target) + message);
  }

  /// The place that a pointer leads to, or as far as it leads.
  private static Place inside(Tree tree, String pointer) {
    Node node = tree.node();
    Place place = tree.place();
    String[] steps = pointer.split("/", -1);
    for (int i = 1; i < steps.length; i++) {
      String step = name(steps[i]);
      Optional<Node.Entry> next = step(node, step);
      if (next.isEmpty()) {
        return place;
      }
      place = place.child(step, next.get().key().mark());
      node = next.get().value();
    }
    return place;
  }

  private static Optional<Node.Entry> step(Node node, String step) {
    return switch (node) {
      case Node.Scalar scalar -> Optional.empty();
      case Node.Entries entries ->
          entries.entries().stream().filter(e -> e.key().text().equals(step)).findFirst();
      case Node.Items items ->
          items.items().stream()
              .skip(index(step))
              .findFirst()
              .map(item -> new Node.Entry(new Node.Scalar(step, true, item.mark()), item));
    };
  }

  private static long index(String step) {
    boolean number = step.length() < 10 && step.chars().allMatch(c -> c >= '0' && c <= '9');
    return number && !step.isEmpty() ? Long.parseLong(step) : Long.MAX_VALUE;
  }

  private String shown(String target, String message) {
    String placeholder = filled.get(target);
    return placeholder == null
        ? message
        : "the value of [%s] does not fit here; %s".formatted(placeholder, example(target));
  }

  private static String example(String target) {
    if (target.startsWith("/allowedIps")) {
      return "give addresses or ranges, such as 203.0.113.7, 198.51.100.0/24";
    }
    return target.equals("/url")
        ? "give a URL, such as https://example.com/hooks"
        : "give a text that a header may carry: printable ASCII, one line";
  }

  /// A part that the document does not have goes by its key.
  private String missing(String target, String known) {
    return section
        .keyOf(target)
        .map(key -> "/" + key.word().english())
        .orElse(target.substring(known.length()));
  }

  private String named(String target) {
    return section.keyOf(target).map(key -> key.word().both() + " ").orElse("");
  }

  private static String name(String step) {
    return step.replace("~1", "/").replace("~0", "~");
  }
}
