package dev.posthouse.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.event.Flaw;
import dev.posthouse.event.Invalid;
import dev.posthouse.json.Json;
import dev.posthouse.json.Spelling;
import dev.posthouse.rule.Part.Computed;
import dev.posthouse.rule.Part.Copied;
import dev.posthouse.rule.Part.Fields;
import dev.posthouse.rule.Part.Fixed;
import dev.posthouse.rule.Part.Items;
import dev.posthouse.rule.Part.Woven;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Compiles the tree of a template, and collects all that is wrong with it.
final class TemplateReader {
  /// Enough to mend a template by; one that is wrong everywhere is not told a thousand times.
  private static final int FLAW_LIMIT = 20;

  private static final Fixed NOTHING = new Fixed(new byte[0]);

  private final Tables tables;
  private final List<Flaw> flaws = new ArrayList<>();
  private final Set<Path> references = new LinkedHashSet<>();
  private int nodes;
  private int expressions;
  private int insertions;
  private int size;

  TemplateReader(Tables tables) {
    this.tables = tables;
  }

  /// @throws Invalid with every flaw
  Part read(JsonNode tree, String pointer) {
    size = Json.text(tree).length();
    refuseHuge(pointer);
    Part root = part(tree, pointer, 1);
    if (nodes > Template.NODE_LIMIT) {
      flaw(
          pointer,
          String.format(Locale.ROOT, "a template has at most %,d values", Template.NODE_LIMIT));
    }
    if (expressions > Template.EXPRESSION_LIMIT) {
      flaw(
          pointer,
          "a template computes at most %,d values, this %,d; those that only name a field, such as {{ order.total }}, are not counted"
              .formatted(Template.EXPRESSION_LIMIT, expressions));
    }
    if (!flaws.isEmpty()) {
      throw new Invalid(flaws);
    }
    return root;
  }

  List<Path> references() {
    return List.copyOf(references);
  }

  /// Of its text as JSON, in characters.
  int size() {
    return size;
  }

  /// Places where an expression stands.
  int insertions() {
    return insertions;
  }

  boolean computes() {
    return expressions > 0;
  }

  private void refuseHuge(String pointer) {
    if (size > Template.TEXT_LIMIT) {
      throw new Invalid(
          pointer,
          "a template has at most %,d characters, this has %,d; lists of constants belong into `tables`"
              .formatted(Template.TEXT_LIMIT, size));
    }
  }

  private Part part(JsonNode node, String pointer, int depth) {
    nodes++;
    if (depth > Template.DEPTH_LIMIT) {
      flaw(pointer, "a template is at most %d levels deep".formatted(Template.DEPTH_LIMIT));
      return NOTHING;
    }
    return switch (node.getNodeType()) {
      case OBJECT -> object(node, pointer, depth);
      case ARRAY -> list(node, pointer, depth);
      case STRING -> text(node.stringValue(), pointer);
      case NUMBER, BOOLEAN, NULL, BINARY, MISSING, POJO -> new Fixed(Json.bytes(node));
    };
  }

  private Part object(JsonNode node, String pointer, int depth) {
    List<Fields.Field> fields = new ArrayList<>();
    boolean fixed = true;
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String below = pointer + "/" + entry.getKey().replace("~", "~0").replace("/", "~1");
      checkName(entry.getKey(), below);
      Part value = part(entry.getValue(), below, depth + 1);
      fixed &= value instanceof Fixed;
      fields.add(new Fields.Field(head(entry.getKey(), fields.isEmpty()), value));
    }
    return fixed ? constant(node) : new Fields(List.copyOf(fields));
  }

  private void checkName(String name, String pointer) {
    if (Braces.in(name)) {
      flaw(pointer, "a name holds no expressions; only values do");
    }
    checkCharacters(name, pointer);
  }

  /// JSON can escape half of a character; UTF-8 has no form for it.
  private void checkCharacters(String text, String pointer) {
    if (!UTF_8.newEncoder().canEncode(text)) {
      flaw(pointer, "holds half a character (a surrogate without its other half)");
    }
  }

  private static byte[] head(String name, boolean first) {
    var head = new Scribe();
    head.raw(first ? '{' : ',');
    head.quoted(name);
    head.raw(':');
    return head.written();
  }

  private Part list(JsonNode node, String pointer, int depth) {
    List<Part> items = new ArrayList<>();
    for (JsonNode item : node) {
      items.add(part(item, pointer + "/" + items.size(), depth + 1));
    }
    boolean fixed = items.stream().allMatch(Fixed.class::isInstance);
    return fixed ? constant(node) : new Items(List.copyOf(items));
  }

  private Part constant(JsonNode node) {
    return flaws.isEmpty() ? new Fixed(Json.bytes(node)) : NOTHING;
  }

  private Part text(String text, String pointer) {
    checkCharacters(text, pointer);
    if (!Braces.in(text)) {
      return fixed(text, true);
    }
    try {
      List<Braces.Piece> pieces = Braces.split(text);
      if (pieces.size() == 1 && pieces.getFirst() instanceof Braces.Inserted whole) {
        return inserted(whole.expression(), pointer);
      }
      return new Woven(pieces.stream().map(piece -> piece(piece, pointer)).toList());
    } catch (Braces.Unclosed e) {
      flaw(pointer, String.valueOf(e.getMessage()));
      return NOTHING;
    }
  }

  private static Fixed fixed(String text, boolean quoted) {
    var json = new Scribe();
    if (quoted) {
      json.quoted(text);
    } else {
      json.inside(text);
    }
    return new Fixed(json.written());
  }

  private Part piece(Braces.Piece piece, String pointer) {
    return switch (piece) {
      case Braces.Literal literal -> fixed(literal.text(), false);
      case Braces.Inserted inserted -> inserted(inserted.expression(), pointer);
    };
  }

  private Part inserted(String expression, String pointer) {
    insertions++;
    return Reference.parse(expression)
        .map(reference -> copied(reference, expression, pointer))
        .orElseGet(() -> computed(expression, pointer));
  }

  private Part copied(Reference reference, String expression, String pointer) {
    Path path = reference.path();
    references.add(path);
    if (Purpose.TEMPLATE.unreachable().contains(path.root())) {
      flaw(pointer, expression, Purpose.unreachable(path.root()));
    } else if (path.root().equals(Language.EVENT)) {
      checkEnvelope(path, expression, pointer);
    }
    return new Copied(reference);
  }

  private void checkEnvelope(Path path, String expression, String pointer) {
    List<String> known = EnvelopeFields.names();
    String names = "`event` has " + String.join(", ", known);
    if (path.segments().isEmpty()) {
      flaw(pointer, expression, "name a field of it, such as `event.type`; " + names);
      return;
    }
    String field = path.segments().getFirst();
    if (!known.contains(field)) {
      flaw(
          pointer,
          expression,
          "`event.%s` does not exist%s; %s".formatted(field, Spelling.hint(field, known), names));
    }
  }

  private Part computed(String text, String pointer) {
    expressions++;
    if (expressions > Template.EXPRESSION_LIMIT || flaws.size() > FLAW_LIMIT) {
      return NOTHING;
    }
    try {
      Expression expression = Expression.compile(text.strip(), pointer, Purpose.TEMPLATE);
      references.addAll(expression.paths());
      expression.tables().forEach(table -> checkTable(table, expression.text(), pointer));
      return new Computed(expression);
    } catch (Invalid e) {
      e.flaws().forEach(flaw -> flaw(flaw.pointer(), flaw.message()));
      return NOTHING;
    }
  }

  private void checkTable(String name, String expression, String pointer) {
    Set<String> known = tables.tables().keySet();
    if (!known.contains(name)) {
      flaw(
          pointer,
          expression,
          "there is no table \"%s\"%s; `tables` holds %s"
              .formatted(
                  name,
                  Spelling.hint(name, known),
                  known.isEmpty() ? "none" : String.join(", ", known)));
    }
  }

  private void flaw(String pointer, String expression, String message) {
    flaw(pointer, "in `%s`: line 1, column 1: %s".formatted(expression.strip(), message));
  }

  private void flaw(String pointer, String message) {
    if (flaws.size() < FLAW_LIMIT) {
      flaws.add(new Flaw(pointer, message));
    }
  }
}
