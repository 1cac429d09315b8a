package dev.posthouse.document;

import dev.posthouse.access.Caller;
import dev.posthouse.config.BulkChanges;
import dev.posthouse.config.BulkChanges.Mode;
import dev.posthouse.config.BulkChanges.Result;
import dev.posthouse.config.BulkChanges.Unnamed;
import dev.posthouse.config.Catalogue;
import dev.posthouse.config.SourceBook;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.TenantId;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Webhooks documents against the configuration: what a document would change, changing it, and
/// writing the document that says what there is.
public final class Documents {
  /// In bytes. Larger sets of webhooks are several documents.
  public static final int MOST_BYTES = 2 << 20;

  private final Catalogue catalogue;
  private final BulkChanges changes;
  private final SourceBook sources;

  public Documents(Catalogue catalogue, BulkChanges changes, SourceBook sources) {
    this.catalogue = catalogue;
    this.changes = changes;
    this.sources = sources;
  }

  /// What is asked of a document.
  ///
  /// @param values what placeholders stand for, by their names
  /// @param agreed see [BulkChanges#run]
  public record Wish(Map<String, String> values, Unnamed unnamed, Mode mode, OptionalLong agreed) {
    public Wish {
      values = Map.copyOf(values);
    }

    public Wish(Map<String, String> values, Unnamed unnamed, Mode mode) {
      this(values, unnamed, mode, OptionalLong.empty());
    }
  }

  /// A document that has been read as far as its form.
  public static final class Parsed {
    private final Node tree;

    private Parsed(Node tree) {
      this.tree = tree;
    }
  }

  /// A text in YAML, or in the Chinese short form if it begins with `Webhook 名称`.
  ///
  /// @throws InvalidDocument with everything that is wrong with its form
  public static Parsed parse(byte[] bytes) {
    return parseText(SourceText.decode(bytes));
  }

  /// @throws InvalidDocument with everything that is wrong with its form
  public static Parsed parse(String text) {
    return parseText(SourceText.checked(text));
  }

  private static Parsed parseText(String text) {
    var findings = new Findings();
    boolean dialect = DialectReader.isDialect(text);
    Optional<Node> tree =
        dialect ? Optional.of(DialectReader.read(text, findings)) : YamlReader.read(text, findings);
    tree.ifPresent(node -> Duplicates.find(node, findings));
    boolean nothing = tree.filter(node -> !node.isNothing()).isEmpty();
    if (!dialect
        && (!findings.isEmpty() || tree.filter(Node.Scalar.class::isInstance).isPresent())) {
      Hints.find(text, findings);
    }
    if (nothing && findings.isEmpty()) {
      findings.add(Mark.START, "", "is empty; begin with `webhooks:` (Webhook 列表)");
    }
    findings.done();
    return new Parsed(tree.orElseThrow());
  }

  /// A document that is written as JSON.
  ///
  /// @throws InvalidDocument if a key is too long
  /// @throws dev.posthouse.json.Malformed if it is not JSON
  public static Parsed parseJson(byte[] bytes) {
    return new Parsed(JsonReader.read(bytes));
  }

  /// @throws InvalidDocument with everything that is wrong with what it says; nothing is changed
  ///   then
  /// @throws dev.posthouse.config.StalePlan if something has changed since the plan was agreed to
  public Result run(Caller caller, Parsed document, Wish wish) throws InterruptedException {
    var values = new Values(wish.values());
    Content content = content(document, values, sources);
    try {
      Result result = changes.run(caller, content.wish(wish.unnamed()), wish.mode(), wish.agreed());
      return warned(result, values);
    } catch (Invalid e) {
      var findings = new Findings();
      new Telling(content, document.tree.mark(), findings).tell(e.flaws());
      findings.done();
      throw e;
    }
  }

  /// @throws InvalidDocument with everything that is wrong with what it says
  static Content content(Parsed document, Values values, SourceBook sources) {
    var findings = new Findings();
    Content content = new DocumentReader(values, findings).read(document.tree);
    var telling = new Telling(content, document.tree.mark(), findings);
    telling.tell(BulkChanges.flaws(content.wanted()));
    telling.tellOfSources(sources.flaws(content.sources().stream().map(d -> d.json).toList()));
    findings.done();
    return content;
  }

  private static Result warned(Result result, Values values) {
    var warnings = new ArrayList<>(result.warnings());
    for (String name : values.unused()) {
      warnings.add("A value is given for " + name + ", but no placeholder asks for it.");
    }
    return new Result(result.steps(), warnings, result.revision());
  }

  /// The tenant's endpoints, subscriptions and sources as a document, its secrets as placeholders.
  public String export(TenantId tenant, Language language) {
    return new Export(language).text(catalogue.current(), sources.written(tenant), tenant);
  }
}
