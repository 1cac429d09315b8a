package dev.posthouse.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.access.Caller;
import dev.posthouse.access.Policy;
import dev.posthouse.access.Role;
import dev.posthouse.access.Secret;
import dev.posthouse.access.Vault;
import dev.posthouse.config.BulkChanges;
import dev.posthouse.config.BulkChanges.Does;
import dev.posthouse.config.BulkChanges.Mode;
import dev.posthouse.config.BulkChanges.Result;
import dev.posthouse.config.BulkChanges.Unnamed;
import dev.posthouse.config.Catalogue;
import dev.posthouse.config.SourceBook;
import dev.posthouse.config.Terms;
import dev.posthouse.event.Flaw;
import dev.posthouse.event.TenantId;
import dev.posthouse.testing.Databases;
import dev.posthouse.testing.SteppedLedger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A house on a fresh database that applies one document after the other, and checks of each that
/// applying and exporting agree.
public final class DocumentHouse {
  private static final Caller ANNA = new Caller(new TenantId(1), Set.of(Role.MANAGE), "key_1");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\[([A-Z][A-Z0-9_]*)]");

  private final Documents documents;
  private final String secret;

  /// @param secret what every placeholder stands for
  public DocumentHouse(Path folder, String secret) {
    this.secret = secret;
    var random = new SecureRandom();
    var house = new SteppedLedger(Databases.Kind.SQLITE, folder.resolve("data"));
    Vault vault = Vault.open(house.ledger, folder, new Secret(""), random);
    var catalogue = new Catalogue(house.ledger, vault);
    catalogue.load();
    var journal = house.journal(catalogue, vault);
    SourceBook sources = RealSources.of(house, journal, vault).book();
    documents =
        new Documents(
            catalogue,
            new BulkChanges(
                journal,
                house.ids,
                random,
                new Terms(url -> Optional.empty(), tenant -> Policy.USUAL, house.clock),
                gone -> {},
                sources),
            sources);
  }

  /// Applies a document, so that nothing else is left.
  ///
  /// @return what is wrong with it; empty if it was applied
  public List<Flaw> apply(byte[] document) throws InterruptedException {
    Documents.Parsed parsed;
    try {
      parsed = Documents.parse(document);
      run(parsed, values(new String(document, UTF_8)));
    } catch (InvalidDocument e) {
      return e.flaws();
    }
    same("the same document", run(parsed, values(new String(document, UTF_8))));
    for (Language language : Language.values()) {
      exported(language);
    }
    return List.of();
  }

  /// What is exported is taken again; only what a placeholder stands for may differ.
  private void exported(Language language) throws InterruptedException {
    String text = documents.export(ANNA.tenant(), language);
    try {
      run(Documents.parse(text), values(text));
      same("the export", run(Documents.parse(text), values(text)));
    } catch (InvalidDocument e) {
      throw new AssertionError("the export is refused: " + e.flaws() + "\n" + text, e);
    }
    String again = documents.export(ANNA.tenant(), language);
    if (!again.equals(text)) {
      throw new AssertionError("exported as\n" + text + "\nand then as\n" + again);
    }
  }

  private Result run(Documents.Parsed parsed, Map<String, String> values)
      throws InterruptedException {
    return documents.run(ANNA, parsed, new Documents.Wish(values, Unnamed.DELETE, Mode.APPLY));
  }

  private static void same(String what, Result result) {
    if (!result.steps().stream().allMatch(step -> step.does() == Does.UNCHANGED)) {
      throw new AssertionError(what + " changes something: " + result);
    }
  }

  private Map<String, String> values(String text) {
    return PLACEHOLDER
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .distinct()
        .collect(Collectors.toMap(Function.identity(), name -> secret));
  }
}
