package dev.posthouse.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import dev.posthouse.config.BulkChanges.Wanted;
import dev.posthouse.config.Catalogue;
import dev.posthouse.config.SourceBook;
import dev.posthouse.config.Terms;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Json;
import dev.posthouse.testing.Databases;
import dev.posthouse.testing.SteppedLedger;
import dev.posthouse.testing.TestCertificate;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/// Whatever is configured can be exported, and applying the export changes nothing.
abstract class ExportContract {
  private static final int ROUNDS = 40;

  @TempDir Path folder;
  private SteppedLedger house;
  private Catalogue catalogue;
  private BulkChanges changes;
  private SourceBook sources;
  private String certificate = "";

  abstract Databases.Kind kind();

  @BeforeEach
  void open() throws Exception {
    var random = new SecureRandom();
    house = new SteppedLedger(kind(), folder.resolve("data"));
    Vault vault = Vault.open(house.ledger, folder, new Secret(""), random);
    catalogue = new Catalogue(house.ledger, vault);
    catalogue.load();
    var journal = house.journal(catalogue, vault);
    sources = RealSources.of(house, journal, vault).book();
    changes =
        new BulkChanges(
            journal,
            house.ids,
            random,
            new Terms(url -> Optional.empty(), tenant -> Policy.USUAL, house.clock),
            id -> {},
            sources);
    certificate = TestCertificate.make(folder, "ca", "san=ip:127.0.0.1", "-1d").pem();
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static Caller caller(int tenant) {
    return new Caller(new TenantId(tenant), Set.of(Role.MANAGE), "anna");
  }

  private static List<Wanted> random(RandomConfiguration dice, Random numbers) {
    var list = new ArrayList<Wanted>();
    for (int i = numbers.nextInt(5); i >= 0; i--) {
      String name = dice.name(i);
      var subscriptions = new ArrayList<ObjectNode>();
      for (int j = numbers.nextInt(3); j > 0; j--) {
        boolean same = j == 1 && numbers.nextBoolean();
        subscriptions.add(dice.subscription(same ? name : dice.name(100 * i + j + 10)));
      }
      list.add(new Wanted(dice.endpoint(name), subscriptions));
    }
    return list;
  }

  @Test
  void applying_an_export_changes_nothing() throws Exception {
    for (int round = 1; round <= ROUNDS; round++) {
      var dice = new RandomConfiguration(round, certificate);
      Caller caller = caller(round);
      var _ = changes.run(caller, random(dice, new Random(round)), Unnamed.KEEP, Mode.APPLY);

      for (Language language : Language.values()) {
        var export = new Export(language);
        String text = export.text(catalogue.current(), List.of(), caller.tenant());
        Result again = apply(caller, text, export.placeholders());

        assertThat(again.steps()).as(text).allMatch(s -> s.does() == Does.UNCHANGED);
        assertThat(again.warnings()).as(text).noneMatch(w -> w.contains("no placeholder"));
        assertThat(text).doesNotContain("=v-", "\"v-", " v-");
        assertThat(new Export(language).text(catalogue.current(), List.of(), caller.tenant()))
            .isEqualTo(text);
      }
    }
  }

  private Result apply(Caller caller, String text, Map<String, String> meanings) throws Exception {
    var values = new HashMap<String, String>();
    meanings.forEach((name, meaning) -> {
      String[] parts = meaning.split(" of ", 2);
      values.put(name, RandomConfiguration.secret(parts[0], parts[1]));
    });
    var wish = new Documents.Wish(values, Unnamed.DELETE, Mode.PLAN);
    try {
      return new Documents(catalogue, changes, sources).run(caller, Documents.parse(text), wish);
    } catch (InvalidDocument e) {
      throw new AssertionError(e.flaws() + "\n" + text, e);
    }
  }

  private static Wanted wanted(String json) {
    return new Wanted((ObjectNode) Json.parse(json.getBytes(UTF_8)), List.of());
  }

  @Test
  void an_empty_password_and_a_secret_address_are_exported_as_placeholders() throws Exception {
    String address = "https://hooks.slack.com/services/T0/B0/x";
    Wanted slack =
        wanted(
            "{\"name\":\"s\",\"url\":\"%s\",\"auth\":{\"type\":\"basic\",\"username\":\"a\",\"password\":\"\"}}"
                .formatted(address));
    var _ = changes.run(caller(1), List.of(slack), Unnamed.KEEP, Mode.APPLY);
    String text = documents().export(caller(1).tenant(), Language.ENGLISH);
    catalogue.load();

    assertThat(text).contains("[S_URL]", "[S_PASSWORD]").doesNotContain("T0");
    var values = Map.of("S_URL", address, "S_PASSWORD", "");
    var wish = new Documents.Wish(values, Unnamed.KEEP, Mode.PLAN);
    Result again = documents().run(caller(1), Documents.parse(text), wish);
    assertThat(again.steps()).allMatch(s -> s.does() == Does.UNCHANGED);
  }

  @Test
  void an_export_that_cannot_be_applied_at_once_says_so() throws Exception {
    var many = new ArrayList<Wanted>();
    for (int i = 0; i <= DocumentReader.MOST_WEBHOOKS; i++) {
      many.add(wanted("{\"name\":\"w%d\",\"url\":\"https://a.example/\"}".formatted(i)));
    }
    var _ = changes.run(caller(1), many, Unnamed.KEEP, Mode.APPLY);

    assertThat(documents().export(caller(1).tenant(), Language.ENGLISH))
        .startsWith("# This is more than can be applied at once (500 webhooks, 2 MB): divide it");
  }

  @Test
  void a_filter_in_another_language_is_exported_as_it_is_with_its_meaning_beside_it()
      throws Exception {
    var dear =
        (ObjectNode)
            Json.parse(
                "{\"name\":\"dear\",\"types\":[\"*\"],\"filter\":\"shopify: variants.price:>=10.00\"}"
                    .getBytes(UTF_8));
    Wanted shop =
        new Wanted(
            wanted("{\"name\":\"s\",\"url\":\"https://a.example/\"}").endpoint(), List.of(dear));
    var _ = changes.run(caller(1), List.of(shop), Unnamed.KEEP, Mode.APPLY);
    String text = documents().export(caller(1).tenant(), Language.ENGLISH);

    assertThat(text)
        .contains("# dear: shopify: variants.price:>=10.00\n")
        .contains("#   = numbersAt(data, \"variants.price\").exists(v, v >= 10.00)\n");
    var wish = new Documents.Wish(Map.of(), Unnamed.KEEP, Mode.PLAN);
    Result again = documents().run(caller(1), Documents.parse(text), wish);
    assertThat(again.steps()).allMatch(s -> s.does() == Does.UNCHANGED);
  }

  private Documents documents() {
    return new Documents(catalogue, changes, sources);
  }

  @Test
  void placeholders_are_named_after_their_webhook_and_field() {
    var names = new PlaceholderNames();

    assertThat(names.make("Orders to the warehouse", "value"))
        .isEqualTo("ORDERS_TO_THE_WAREHOUSE_VALUE");
    assertThat(names.make("Orders to the warehouse", "X-Api-Key"))
        .isEqualTo("ORDERS_TO_THE_WAREHOUSE_X_API_KEY");
    assertThat(names.make("订单", "token")).matches("WEBHOOK_[0-9A-F]{6}_TOKEN");
    assertThat(names.make("客户", "token")).matches("WEBHOOK_[0-9A-F]{6}_TOKEN");
    assertThat(names.make("a-b", "token")).matches("A_B_[0-9A-F]{6}_TOKEN");
    assertThat(names.make("7", "token")).matches("WEBHOOK_7_[0-9A-F]{6}_TOKEN");
    assertThat(names.meanings()).hasSize(6);
    assertThat(names.make("订单", "token")).endsWith("_TOKEN_2");
  }
}
