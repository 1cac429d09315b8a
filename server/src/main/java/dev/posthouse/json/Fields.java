package dev.posthouse.json;

import dev.posthouse.event.Flaw;
import dev.posthouse.event.Invalid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads the fields of one JSON object, those of nested objects included, and collects everything
/// that is wrong with them. A reading method returns a neutral value where it finds a flaw;
/// [#done], called once on the outermost object after all reading, throws all flaws at once and
/// refuses the fields that nobody asked for. A field that is `null` counts as absent.
public final class Fields {
  private final JsonNode node;
  private final String pointer;
  private final List<Flaw> flaws;
  private final List<Fields> nested = new ArrayList<>();
  private final Set<String> known = new LinkedHashSet<>();
  private final Set<String> ignored = new LinkedHashSet<>();

  private Fields(JsonNode node, String pointer, List<Flaw> flaws) {
    this.node = node;
    this.pointer = pointer;
    this.flaws = flaws;
  }

  /// @throws Invalid if it is not an object
  public static Fields of(JsonNode node) {
    return at("", node);
  }

  /// For an object that stands inside a larger document, at `pointer`.
  ///
  /// @throws Invalid if it is not an object
  public static Fields at(String pointer, JsonNode node) {
    if (!node.isObject()) {
      throw new Invalid(pointer, "must be an object, not " + kind(node));
    }
    return new Fields(node, pointer, new ArrayList<>());
  }

  public boolean has(String name) {
    return node(name).isPresent();
  }

  /// The field as it is; empty if it is absent or `null`.
  public Optional<JsonNode> node(String name) {
    known.add(name);
    return node.optional(name).filter(n -> !n.isNull());
  }

  /// A text that must be there and not blank; empty if it is not.
  public String text(String name) {
    Optional<String> text = optionalText(name);
    if (has(name) && text.isPresent() && text.get().isBlank()) {
      flaw(name, "must not be empty");
    }
    return required(name, text, "");
  }

  public Optional<String> optionalText(String name) {
    return typed(
        name, "a text", n -> n.isString() ? Optional.of(n.stringValue()) : Optional.empty());
  }

  /// A text that `reader` turns into a value; what it throws as `IllegalArgumentException` or
  /// [Invalid] becomes the flaw's message.
  public <T> Optional<T> optional(String name, Function<String, T> reader) {
    return optionalText(name).flatMap(text -> tried(pointer(name), text, reader));
  }

  public <T> T required(String name, T neutral, Function<String, T> reader) {
    return required(name, optional(name, reader), neutral);
  }

  public boolean bool(String name, boolean otherwise) {
    return this.<Boolean>typed(name, "true or false", JsonNode::booleanValueOpt).orElse(otherwise);
  }

  /// A whole number from `least` to `most`.
  public int integer(String name, int otherwise, int least, int most) {
    Optional<Integer> value =
        typed(
            name,
            "a whole number from " + least + " to " + most,
            n ->
                n.isIntegralNumber() && n.canConvertToInt() && within(n.intValue(), least, most)
                    ? Optional.of(n.intValue())
                    : Optional.empty());
    return value.orElse(otherwise);
  }

  public Optional<Double> optionalNumber(String name) {
    return typed(
        name, "a number", n -> n.isNumber() ? Optional.of(n.doubleValue()) : Optional.empty());
  }

  /// A nested object, its flaws collected here; absent or of the wrong type: empty.
  public Optional<Fields> object(String name) {
    Optional<JsonNode> object =
        typed(name, "an object", n -> n.isObject() ? Optional.of(n) : Optional.empty());
    return object.map(n -> {
      var fields = new Fields(n, pointer(name), flaws);
      nested.add(fields);
      return fields;
    });
  }

  /// A list of nested objects, their flaws collected here; absent, or with more than `most`: empty.
  public List<Fields> objects(String name, int most) {
    Optional<JsonNode> list =
        typed(name, "a list", n -> n.isArray() ? Optional.of(n) : Optional.empty());
    var objects = new ArrayList<Fields>();
    if (list.isPresent() && list.get().size() > most) {
      flaw(name, "has " + list.get().size() + " entries; at most " + most);
      return objects;
    }
    int index = 0;
    for (JsonNode item : list.<Iterable<JsonNode>>map(n -> n).orElse(List.of())) {
      String place = pointer(name) + "/" + index++;
      if (item.isObject()) {
        objects.add(new Fields(item, place, flaws));
      } else {
        add(new Flaw(place, "must be an object, not " + kind(item)));
      }
    }
    nested.addAll(objects);
    return objects;
  }

  /// A list of texts; absent: empty.
  public List<String> texts(String name) {
    return list(name, text -> text);
  }

  /// A list of texts that `reader` turns into values, see [#optional(String, Function)].
  public <T> List<T> list(String name, Function<String, T> reader) {
    Optional<JsonNode> list =
        typed(name, "a list", n -> n.isArray() ? Optional.of(n) : Optional.empty());
    var values = new ArrayList<T>();
    int index = 0;
    for (JsonNode item : list.<Iterable<JsonNode>>map(n -> n).orElse(List.of())) {
      item(pointer(name) + "/" + index++, item, reader).ifPresent(values::add);
    }
    return List.copyOf(values);
  }

  /// A nested object whose fields are free names with texts, such as headers; in their order.
  public Map<String, String> map(String name) {
    return object(name).map(Fields::entries).orElseGet(Map::of);
  }

  /// All fields of this object, whatever their names, as texts, in their order.
  public Map<String, String> entries() {
    var texts = new LinkedHashMap<String, String>();
    for (String key : node.propertyNames()) {
      texts.put(key, required(key, optionalText(key), ""));
    }
    return texts;
  }

  /// One of a few words, written as the keys of `choices`.
  public <T> Optional<T> optionalChoice(String name, Map<String, T> choices) {
    return optional(
        name,
        word -> {
          T choice = choices.get(word);
          if (choice == null) {
            throw new IllegalArgumentException(
                "\""
                    + word
                    + "\" is not one of "
                    + String.join(", ", new TreeSet<>(choices.keySet())));
          }
          return choice;
        });
  }

  public <T> T choice(String name, T otherwise, Map<String, T> choices) {
    return optionalChoice(name, choices).orElse(otherwise);
  }

  /// Fields that our own answers carry and that mean nothing in a request.
  public void ignore(String... names) {
    ignored.addAll(List.of(names));
  }

  /// Reports what is wrong with a field; an empty name means the object itself.
  public void flaw(String name, String message) {
    add(new Flaw(name.isEmpty() ? pointer : pointer(name), message));
  }

  /// Takes over flaws whose pointers begin at this object.
  public void flaws(Invalid invalid) {
    invalid.flaws().forEach(f -> add(new Flaw(pointer + f.pointer(), f.message())));
  }

  private void add(Flaw flaw) {
    if (!hopeless()) {
      flaws.add(flaw);
    }
  }

  /// Whether there are more flaws than are told.
  private boolean hopeless() {
    return flaws.size() > Invalid.MOST;
  }

  /// The object being read.
  public ObjectNode whole() {
    return (ObjectNode) node;
  }

  /// @throws Invalid with every flaw, if there is any
  public void done() {
    refuseUnknown();
    if (!flaws.isEmpty()) {
      throw new Invalid(flaws);
    }
  }

  private void refuseUnknown() {
    for (String name : node.propertyNames()) {
      if (!hopeless() && !known.contains(name) && !ignored.contains(name)) {
        String hint = Spelling.hint(name, known);
        flaw(
            name,
            "unknown field" + (hint.isEmpty() ? "; known are " + String.join(", ", known) : hint));
      }
    }
    nested.forEach(Fields::refuseUnknown);
  }

  private String pointer(String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  private <T> T required(String name, Optional<T> value, T neutral) {
    if (!has(name)) {
      flaw(name, "is missing");
    }
    return value.orElse(neutral);
  }

  private <T> Optional<T> typed(
      String name, String wanted, Function<JsonNode, Optional<T>> reader) {
    Optional<JsonNode> there = node(name);
    Optional<T> value = there.flatMap(reader);
    if (there.isPresent() && value.isEmpty()) {
      flaw(name, "must be " + wanted + ", not " + kind(there.get()));
    }
    return value;
  }

  private <T> Optional<T> item(String place, JsonNode item, Function<String, T> reader) {
    if (item.isString()) {
      return tried(place, item.stringValue(), reader);
    }
    add(new Flaw(place, "must be a text, not " + kind(item)));
    return Optional.empty();
  }

  private <T> Optional<T> tried(String place, String text, Function<String, T> reader) {
    try {
      return Optional.of(reader.apply(text));
    } catch (IllegalArgumentException e) {
      add(new Flaw(place, String.valueOf(e.getMessage())));
    } catch (Invalid e) {
      e.flaws().forEach(f -> add(new Flaw(place + f.pointer(), f.message())));
    }
    return Optional.empty();
  }

  private static boolean within(int value, int least, int most) {
    return value >= least && value <= most;
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case STRING -> "a text";
      case BOOLEAN -> node.asString();
      case NUMBER -> node.asString();
      case NULL -> "null";
      case BINARY, MISSING, POJO -> node.getNodeType().name();
    };
  }
}
