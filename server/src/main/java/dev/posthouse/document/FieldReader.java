package dev.posthouse.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reads the value behind one key into a JSON form: words of both languages, durations, rates,
/// placeholders.
final class FieldReader {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /// Stands where a value is missing, so that the form says nothing more about it.
  private static final String UNKNOWN = "unknown";

  private final Values values;
  private final Findings findings;

  FieldReader(Values values, Findings findings) {
    this.values = values;
    this.findings = findings;
  }

  void read(Key key, Node value, Place at, Draft draft) {
    String target = key.target();
    switch (key.kind()) {
      case Kind.One one -> one(one.leaf(), value, at, draft, target);
      case Kind.Many many -> many(many.leaf(), value, at, draft, target);
      case Kind.Choice choice -> choice(choice, value, at, draft, target);
      case Kind.Flag flag -> flag(flag, value, at, draft, target);
      case Kind.Headers headers -> headers(value, at, draft, target);
      case Kind.Networks networks -> networks(value, at, draft, target);
      case Kind.Tree tree -> draft.putTree(target, tree(value, at), value, at);
      case Kind.Group group -> throw new IllegalStateException(target + " is a group");
      case Kind.Groups groups -> throw new IllegalStateException(target + " is a list of groups");
      case Kind.Tls tls -> throw new IllegalStateException(target + " is a group");
    }
  }

  private void one(Kind.Leaf leaf, Node value, Place at, Draft draft, String target) {
    boolean mayBePlaceholder = leaf == Kind.Leaf.CREDENTIAL || leaf == Kind.Leaf.URL;
    if (mayBePlaceholder && placeholder(value, at, draft, target)) {
      return;
    }
    leaf(leaf, value, at, draft, target).ifPresent(json -> draft.put(target, json, at));
  }

  /// Takes the value of a placeholder, if that is what stands here.
  private boolean placeholder(Node node, Place at, Draft draft, String target) {
    Optional<String> name = Values.placeholder(node);
    if (name.isEmpty()) {
      return false;
    }
    Optional<String> value = values.of(name.get(), at.seen(node.mark()), findings);
    draft.put(target, JSON.stringNode(value.orElse(UNKNOWN)), at);
    draft.filled(target, name.get());
    if (value.isEmpty()) {
      draft.settled(target);
    }
    return true;
  }

  private void many(Kind.Leaf leaf, Node value, Place at, Draft draft, String target) {
    boolean single = leaf == Kind.Leaf.CREDENTIAL && Values.placeholder(value).isPresent();
    List<Node> nodes =
        value instanceof Node.Items items && !single ? items.items() : List.of(value);
    ArrayNode list = JSON.arrayNode();
    draft.put(target, list, at);
    for (int i = 0; i < nodes.size(); i++) {
      Place place = at.child(String.valueOf(i), nodes.get(i).mark());
      String item = target + "/" + list.size();
      manyLeaf(leaf, nodes.get(i), place, draft, target)
          .ifPresent(json -> {
            list.add(json);
            draft.stands(item, place);
          });
    }
    if (list.size() < nodes.size()) {
      draft.incomplete(target);
    }
  }

  private Optional<JsonNode> manyLeaf(
      Kind.Leaf leaf, Node value, Place at, Draft draft, String target) {
    Optional<String> name =
        leaf == Kind.Leaf.CREDENTIAL ? Values.placeholder(value) : Optional.empty();
    return name.isPresent()
        ? values.of(name.get(), at.seen(value.mark()), findings).map(JSON::stringNode)
        : leaf(leaf, value, at, draft, target + "/-");
  }

  private Optional<JsonNode> leaf(
      Kind.Leaf leaf, Node value, Place at, Draft draft, String target) {
    if (!(value instanceof Node.Scalar scalar)) {
      return wrong(value, at, draft, target, "must be a single value, not " + value.kind());
    }
    String text = scalar.text();
    return switch (leaf) {
      case TEXT, CREDENTIAL, URL -> Optional.of(JSON.stringNode(text));
      case DURATION -> Optional.of(JSON.stringNode(Spoken.duration(text)));
      case RATE -> Optional.of(JSON.stringNode(Spoken.rate(text)));
      case WHOLE -> number(scalar, at, draft, target, "must be a whole number, such as 3");
      case NUMBER -> number(scalar, at, draft, target, "must be a number, such as 2");
    };
  }

  private Optional<JsonNode> number(
      Node.Scalar scalar, Place at, Draft draft, String target, String message) {
    if (scalar.plain() && scalar.text().length() <= Plain.LONGEST_NUMBER) {
      JsonNode json = Plain.json(scalar.text());
      if (json.isNumber()) {
        return Optional.of(json);
      }
    }
    return wrong(scalar, at, draft, target, message);
  }

  private void choice(Kind.Choice choice, Node value, Place at, Draft draft, String target) {
    String text = value instanceof Node.Scalar scalar ? scalar.text().strip() : "";
    Optional<Word> word = choice.words().stream().filter(w -> w.is(text)).findFirst();
    word.ifPresent(w -> draft.put(target, JSON.stringNode(w.english()), at));
    if (word.isEmpty()) {
      List<String> words = choice.words().stream().map(Word::both).toList();
      var _ = wrong(value, at, draft, target, "must be one of " + String.join(", ", words));
    }
  }

  void flag(Kind.Flag flag, Node value, Place at, Draft draft, String target) {
    Optional<Boolean> truth =
        value instanceof Node.Scalar scalar ? truth(flag, scalar) : Optional.empty();
    truth.ifPresent(t -> draft.put(target, JSON.booleanNode(t), at));
    if (truth.isEmpty()) {
      String message =
          "must be true (%s) or false (%s)"
              .formatted(flag.yes().chinese().getFirst(), flag.no().chinese().getFirst());
      var _ = wrong(value, at, draft, target, message);
    }
  }

  private static Optional<Boolean> truth(Kind.Flag flag, Node.Scalar scalar) {
    if (flag.yes().is(scalar.text())) {
      return Optional.of(true);
    } else if (flag.no().is(scalar.text())) {
      return Optional.of(false);
    }
    return scalar.plain() ? Plain.truth(scalar.text()) : Optional.empty();
  }

  private void headers(Node value, Place at, Draft draft, String target) {
    draft.put(target, JSON.objectNode(), at);
    if (!(value instanceof Node.Entries entries)) {
      var _ =
          wrong(
              value, at, draft, target, "must be a group of names with texts, not " + value.kind());
      return;
    }
    for (Node.Entry entry : entries.entries()) {
      String name = entry.key().text();
      one(
          Kind.Leaf.CREDENTIAL,
          entry.value(),
          at.child(name, entry.key().mark()),
          draft,
          Pointers.child(target, name));
    }
  }

  private void networks(Node value, Place at, Draft draft, String target) {
    ArrayNode list = JSON.arrayNode();
    draft.put(target, list, at);
    boolean single = value instanceof Node.Scalar || Values.placeholder(value).isPresent();
    List<Node> nodes =
        single ? List.of(value) : value instanceof Node.Items items ? items.items() : List.of();
    if (value instanceof Node.Entries) {
      var _ = wrong(value, at, draft, target, "must be a list of addresses, not " + value.kind());
    }
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      network(node, single ? at : at.child(String.valueOf(i), node.mark()), draft, target, list);
    }
  }

  private void network(Node node, Place at, Draft draft, String target, ArrayNode list) {
    Optional<String> name = Values.placeholder(node);
    Optional<String> text =
        name.isPresent()
            ? values.of(name.get(), at.seen(node.mark()), findings)
            : plainText(node, at, draft, target + "/-");
    if (text.isEmpty()) {
      draft.incomplete(target);
      return;
    }
    for (String address : addresses(text.get())) {
      String item = target + "/" + list.size();
      draft.stands(item, at);
      name.ifPresent(n -> draft.filled(item, n));
      list.add(address);
    }
  }

  private Optional<String> plainText(Node node, Place at, Draft draft, String target) {
    return leaf(Kind.Leaf.TEXT, node, at, draft, target).map(JsonNode::stringValue);
  }

  /// One value may hold several, divided by commas or spaces.
  private static List<String> addresses(String text) {
    var addresses = new ArrayList<String>();
    for (String address : text.split("[,，、\\s]+", -1)) {
      if (!address.isEmpty()) {
        addresses.add(address);
      }
    }
    return addresses.isEmpty() ? List.of("") : addresses;
  }

  private JsonNode tree(Node node, Place at) {
    return switch (node) {
      case Node.Scalar scalar -> scalar(scalar, at);
      case Node.Items items -> {
        ArrayNode list = JSON.arrayNode();
        for (Node item : items.items()) {
          list.add(tree(item, at.child(String.valueOf(list.size()), item.mark())));
        }
        yield list;
      }
      case Node.Entries entries -> {
        ObjectNode object = JSON.objectNode();
        for (Node.Entry entry : entries.entries()) {
          String name = entry.key().text();
          object.set(name, tree(entry.value(), at.child(name, entry.key().mark())));
        }
        yield object;
      }
    };
  }

  private JsonNode scalar(Node.Scalar scalar, Place at) {
    if (!scalar.plain()) {
      return JSON.stringNode(scalar.text());
    }
    try {
      return Plain.json(scalar.text());
    } catch (IllegalArgumentException e) {
      findings.add(scalar.mark(), at.pointer(), String.valueOf(e.getMessage()));
      return JSON.nullNode();
    }
  }

  private Optional<JsonNode> wrong(
      Node node, Place at, Draft draft, String target, String message) {
    findings.add(node.mark(), at.pointer(), message);
    draft.settled(target);
    return Optional.empty();
  }
}
