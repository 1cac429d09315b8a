package dev.posthouse.document;

import dev.posthouse.access.Caller;
import dev.posthouse.config.BulkChanges;
import dev.posthouse.config.BulkChanges.Mode;
import dev.posthouse.config.BulkChanges.Result;
import dev.posthouse.config.BulkChanges.Unnamed;
import dev.posthouse.config.Catalogue;
import dev.posthouse.event.Flaw;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.TenantId;
import java.util.ArrayList;
import java.util.List;
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

  public Documents(Catalogue catalogue, BulkChanges changes) {
    this.catalogue = catalogue;
    this.changes = changes;
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
    List<Webhook> webhooks = webhooks(document, values);
    List<BulkChanges.Wanted> wanted = webhooks.stream().map(Webhook::wanted).toList();
    try {
      Result result = changes.run(caller, wanted, wish.unnamed(), wish.mode(), wish.agreed());
      return warned(result, values);
    } catch (Invalid e) {
      var findings = new Findings();
      tell(e.flaws(), webhooks, document, findings);
      findings.done();
      throw e;
    }
  }

  /// @throws InvalidDocument with everything that is wrong with what it says
  static List<Webhook> webhooks(Parsed document, Values values) {
    var findings = new Findings();
    List<Webhook> webhooks = new DocumentReader(values, findings).read(document.tree);
    tell(
        BulkChanges.flaws(webhooks.stream().map(Webhook::wanted).toList()),
        webhooks,
        document,
        findings);
    findings.done();
    return webhooks;
  }

  private static Result warned(Result result, Values values) {
    var warnings = new ArrayList<>(result.warnings());
    for (String name : values.unused()) {
      warnings.add("A value is given for " + name + ", but no placeholder asks for it.");
    }
    return new Result(result.steps(), warnings, result.revision());
  }

  /// Flaws of the forms, in the words and at the places of the document.
  private static void tell(
      List<Flaw> flaws, List<Webhook> webhooks, Parsed document, Findings findings) {
    for (Flaw flaw : flaws) {
      String[] parts = flaw.pointer().split("/", 4);
      if (parts.length < 3) {
        findings.add(document.tree.mark(), "", flaw.message());
        continue;
      }
      Webhook webhook = webhooks.get(Integer.parseInt(parts[1]));
      if (parts[2].equals("endpoint")) {
        String target = flaw.pointer().substring(parts[1].length() + "//endpoint".length());
        webhook.endpoint().tell(target, flaw.message(), findings);
      } else {
        String[] rest = parts[3].split("/", 2);
        Draft draft = webhook.subscriptions().get(Integer.parseInt(rest[0]));
        draft.tell(rest.length > 1 ? "/" + rest[1] : "", flaw.message(), findings);
      }
    }
  }

  /// The tenant's endpoints and subscriptions as a document, its secrets as placeholders.
  public String export(TenantId tenant, Language language) {
    return new Export(language).text(catalogue.current(), tenant);
  }
}
