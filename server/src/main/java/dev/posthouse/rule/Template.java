package dev.posthouse.rule;

import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.Invalid;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What to send, as a JSON tree whose texts may hold `{{ expression }}`. Compiled once, when it is
/// saved; rendered by any number of threads. Pure: the same event and delivery give the same bytes.
public final class Template {
  /// Of the template as JSON, in characters: it is kept in memory and compiled at every start.
  public static final int TEXT_LIMIT = 256 * 1024;

  /// Objects, lists and values.
  public static final int NODE_LIMIT = 10_000;

  public static final int DEPTH_LIMIT = 50;

  /// Expressions that compute; each may take as long as a filter. Those that only name a value are
  /// not counted.
  public static final int EXPRESSION_LIMIT = 200;

  /// Computing takes longer than copying, and an expression may use a value again and again.
  private static final int COMPUTED = 8;

  private final JsonNode tree;
  private final Tables tables;
  private final Map<String, Map<String, Object>> entries;
  private final List<Path> references;
  private final Part root;
  private final boolean computes;
  private final long size;
  private final long insertions;

  private Template(JsonNode tree, Tables tables, TemplateReader reader, Part root) {
    this.tree = tree;
    this.tables = tables;
    this.entries = tables.values();
    this.references = reader.references();
    this.computes = reader.computes();
    this.size = reader.size();
    this.insertions = reader.insertions();
    this.root = root;
  }

  /// @throws Invalid with every flaw; pointers lead from `pointer` into the tree, lines and columns
  ///   count inside the expression
  public static Template compile(JsonNode tree, Tables tables, String pointer) {
    var reader = new TemplateReader(tables);
    Part root = reader.read(tree, pointer);
    return new Template(tree, tables, reader, root);
  }

  /// As it was written.
  public JsonNode tree() {
    return tree;
  }

  public Tables tables() {
    return tables;
  }

  /// The paths that it uses, each once, such as `order.total`, `event.time`, `data.order`.
  public List<String> references() {
    return references.stream().map(Path::toString).toList();
  }

  /// The fields of the data that it names, each as its names from the data on.
  public Set<List<String>> fields() {
    Set<List<String>> fields = new LinkedHashSet<>();
    references.stream().map(Path::inData).filter(Objects::nonNull).forEach(fields::add);
    return fields;
  }

  /// How much work it is for data of so many bytes, in bytes read and written; rather too much.
  public long weight(long dataBytes) {
    return size + insertions * dataBytes * (computes ? COMPUTED : 1);
  }

  /// Never throws for the event's sake.
  public Rendering render(EventView event, DeliveryId delivery) {
    var draft = new Part.Draft(event);
    try {
      if (computes) {
        event.trace();
        new Occasion(delivery, entries)
            .during(() -> new Meter(Meter.Bounds.TEMPLATE).during(() -> write(draft)));
      } else {
        write(draft);
      }
      return new Rendering.Rendered(draft.out().written(), List.copyOf(draft.missing()));
    } catch (Unrenderable e) {
      return new Rendering.Failed(e.reason());
    } catch (EventView.Absent e) {
      return new Rendering.Failed(e.reason());
    }
  }

  private Part write(Part.Draft draft) {
    root.write(draft);
    return root;
  }
}
