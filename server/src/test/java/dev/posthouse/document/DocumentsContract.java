package dev.posthouse.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.posthouse.access.Caller;
import dev.posthouse.access.Policy;
import dev.posthouse.access.Role;
import dev.posthouse.access.Secret;
import dev.posthouse.access.Vault;
import dev.posthouse.config.BulkChanges;
import dev.posthouse.config.BulkChanges.Mode;
import dev.posthouse.config.BulkChanges.Result;
import dev.posthouse.config.BulkChanges.Step;
import dev.posthouse.config.BulkChanges.Unnamed;
import dev.posthouse.config.Catalogue;
import dev.posthouse.config.Revisions;
import dev.posthouse.config.Snapshot;
import dev.posthouse.config.Terms;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.TenantId;
import dev.posthouse.receive.Sources;
import dev.posthouse.testing.Databases;
import dev.posthouse.testing.SteppedLedger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Documents on a real database, whatever it is.
abstract class DocumentsContract {
  private static final Caller ANNA = caller(1);
  private static final Caller BERT = caller(2);
  private static final String TWO =
      """
      webhooks:
        - name: orders
          url: https://a.example/orders
          auth: {type: bearer, token: "[TOKEN]"}
          events: [sales_order.*]
        - name: customers
          url: https://a.example/customers
          subscriptions:
            - {name: new customers, events: [customer.created]}
            - {name: lost customers, events: [customer.deleted], enabled: no}
      """;

  @TempDir Path folder;
  private final List<EndpointId> removed = new ArrayList<>();
  private SteppedLedger house;
  private Vault vault;
  private Catalogue catalogue;
  private Sources sources;
  private Documents documents;

  abstract Databases.Kind kind();

  private static Caller caller(long tenant) {
    return new Caller(new TenantId(tenant), Set.of(Role.MANAGE), "key_" + tenant);
  }

  @BeforeEach
  void open() {
    var random = new SecureRandom();
    house = new SteppedLedger(kind(), folder.resolve("data"));
    vault = Vault.open(house.ledger, folder, new Secret(""), random);
    catalogue = new Catalogue(house.ledger, vault);
    catalogue.load();
    var journal = house.journal(catalogue, vault);
    sources = RealSources.of(house, journal, vault);
    documents =
        new Documents(
            catalogue,
            new BulkChanges(
                journal,
                house.ids,
                random,
                new Terms(
                    url -> Optional.of("beware of " + url.getHost()),
                    tenant -> Policy.USUAL,
                    house.clock),
                removed::add,
                sources.book()),
            sources.book());
  }

  @AfterEach
  void close() {
    house.close();
  }

  private Result apply(String text) throws InterruptedException {
    return run(text, Unnamed.KEEP, Mode.APPLY);
  }

  private Result run(String text, Unnamed unnamed, Mode mode) throws InterruptedException {
    var wish = new Documents.Wish(Map.of("TOKEN", "t-1"), unnamed, mode);
    return documents.run(ANNA, Documents.parse(text), wish);
  }

  private static List<String> lines(Result result) {
    return result.steps().stream().map(DocumentsContract::line).toList();
  }

  private static String line(Step step) {
    String changes = step.changes().isEmpty() ? "" : " " + step.changes();
    return step.does() + " " + step.kind().word() + " " + step.name() + changes;
  }

  private Snapshot stored() {
    var other = new Catalogue(house.ledger, vault);
    other.load();
    return other.current();
  }

  private int revisions() {
    return new Revisions(house.ledger)
        .before(Revisions.Wanted.of(ANNA.tenant()), Revisions.NEWEST, 1_000)
        .size();
  }

  @Test
  void a_document_makes_endpoints_and_subscriptions_in_one_step() throws Exception {
    Result result = apply(TWO);

    assertThat(lines(result))
        .containsExactly(
            "CREATE endpoint orders",
            "CREATE subscription orders",
            "CREATE endpoint customers",
            "CREATE subscription new customers",
            "CREATE subscription lost customers");
    assertThat(result.steps().getFirst().signingSecret().orElseThrow().reveal())
        .startsWith("whsec_");
    assertThat(result.warnings())
        .containsOnly("orders: beware of a.example", "customers: beware of a.example");
    assertThat(result.revision()).isEqualTo(5);
    assertThat(catalogue.current()).isEqualTo(stored());
    assertThat(stored().endpoints(ANNA.tenant())).hasSize(2);
    assertThat(stored().subscriptions(ANNA.tenant())).hasSize(3);
    assertThat(stored().endpoints(BERT.tenant())).isEmpty();
    assertThat(revisions()).isEqualTo(5);
  }

  @Test
  void applying_twice_changes_nothing() throws Exception {
    apply(TWO);
    Snapshot before = stored();

    Result again = apply(TWO);

    assertThat(again.steps()).allMatch(step -> step.does() == BulkChanges.Does.UNCHANGED);
    assertThat(again.steps()).allMatch(step -> step.signingSecret().isEmpty());
    assertThat(stored()).isEqualTo(before);
    assertThat(revisions()).isEqualTo(5);
  }

  @Test
  void only_what_differs_is_changed_and_told_by_name() throws Exception {
    apply(TWO);
    Snapshot before = stored();

    Result result =
        documents.run(
            ANNA,
            Documents.parse(
                TWO.replace("/orders\n", "/v2\n    timeout: 10s\n")
                    .replace("customer.created", "customer.*")),
            new Documents.Wish(Map.of("TOKEN", "t-2"), Unnamed.KEEP, Mode.APPLY));

    assertThat(lines(result))
        .containsExactly(
            "UPDATE endpoint orders [auth.token, timeout, url]",
            "UNCHANGED subscription orders",
            "UNCHANGED endpoint customers",
            "UPDATE subscription new customers [types]",
            "UNCHANGED subscription lost customers");
    assertThat(result.toString()).doesNotContain("t-1", "t-2");
    assertThat(stored().endpoints(ANNA.tenant()).getLast().signing())
        .isEqualTo(before.endpoints(ANNA.tenant()).getLast().signing());
    assertThat(revisions()).isEqualTo(7);
  }

  @Test
  void a_plan_says_the_same_and_writes_nothing() throws Exception {
    apply(TWO);
    Snapshot before = stored();
    String wanted = TWO.replace("name: orders", "name: returns");

    Result plan = run(wanted, Unnamed.DELETE, Mode.PLAN);

    assertThat(stored()).isEqualTo(before);
    assertThat(catalogue.current()).isEqualTo(before);
    assertThat(plan.revision()).isEqualTo(5);
    assertThat(plan.steps()).allMatch(step -> step.signingSecret().isEmpty());
    assertThat(plan.steps().getFirst().id()).isEmpty();
    assertThat(lines(plan)).isEqualTo(lines(run(wanted, Unnamed.DELETE, Mode.APPLY)));
  }

  @Test
  void nothing_is_deleted_unless_asked() throws Exception {
    apply(TWO);

    Result result = apply("webhooks: []");

    assertThat(result.steps()).isEmpty();
    assertThat(stored().endpoints(ANNA.tenant())).hasSize(2);
  }

  @Test
  void pruning_deletes_what_the_document_does_not_name() throws Exception {
    apply(TWO);
    EndpointId orders = stored().endpoints(ANNA.tenant()).getLast().id();
    String wanted =
        """
        webhooks:
          - name: customers
            url: https://a.example/customers
            subscriptions:
              - {name: new customers, events: [customer.created]}
        """;

    Result result = run(wanted, Unnamed.DELETE, Mode.APPLY);

    assertThat(lines(result))
        .containsExactly(
            "UNCHANGED endpoint customers",
            "UNCHANGED subscription new customers",
            "DELETE subscription lost customers",
            "DELETE subscription orders",
            "DELETE endpoint orders");
    assertThat(removed).containsExactly(orders);
    assertThat(stored().endpoints(ANNA.tenant())).hasSize(1);
    assertThat(stored().subscriptions(ANNA.tenant())).hasSize(1);
    assertThat(catalogue.current()).isEqualTo(stored());
  }

  @Test
  void a_subscription_moves_to_another_endpoint_by_its_name() throws Exception {
    apply(TWO);
    String wanted =
        """
        webhooks:
          - name: elsewhere
            url: https://b.example/
            subscriptions:
              - {name: new customers, events: [customer.created]}
        """;

    Result result = run(wanted, Unnamed.DELETE, Mode.APPLY);

    assertThat(lines(result)).contains("UPDATE subscription new customers [endpoint]");
    assertThat(stored().subscriptions(ANNA.tenant())).hasSize(1);
    assertThat(stored().endpoints(ANNA.tenant())).hasSize(1);
  }

  @Test
  void other_tenants_are_left_alone() throws Exception {
    apply(TWO);
    var wish = new Documents.Wish(Map.of("TOKEN", "t-1"), Unnamed.DELETE, Mode.APPLY);

    documents.run(BERT, Documents.parse(TWO), wish);
    documents.run(BERT, Documents.parse("webhooks: []"), wish);

    assertThat(stored().endpoints(ANNA.tenant())).hasSize(2);
    assertThat(stored().endpoints(BERT.tenant())).isEmpty();
  }

  @Test
  void one_wrong_webhook_keeps_all_of_them_out() throws Exception {
    String wrong = TWO.replace("https://a.example/customers", "ftp://a.example/");

    InvalidDocument refused = catchThrowableOfType(InvalidDocument.class, () -> apply(wrong));

    assertThat(refused.flaws()).hasSize(1);
    assertThat(refused.flaws().getFirst().pointer()).isEqualTo("/webhooks/1/url");
    assertThat(refused.flaws().getFirst().line()).isEqualTo(7);
    assertThat(stored().endpoints(ANNA.tenant())).isEmpty();
    assertThat(revisions()).isZero();
  }

  @Test
  void too_many_subscriptions_for_one_type_are_refused_together() {
    var text = new StringBuilder("webhooks:\n");
    for (int i = 0; i < 26; i++) {
      text.append("  - name: w%d\n    url: https://a.example/\n    subscriptions:\n".formatted(i));
      for (int j = 0; j < 40; j++) {
        text.append("      - {name: s%d-%d, events: [order.*]}\n".formatted(i, j));
      }
    }

    InvalidDocument refused =
        catchThrowableOfType(InvalidDocument.class, () -> apply(text.toString()));

    assertThat(refused.flaws().getFirst().message())
        .contains("more than 1000 enabled subscriptions");
    assertThat(stored().endpoints(ANNA.tenant())).isEmpty();
  }

  @Test
  void as_many_webhooks_as_a_document_may_have_are_one_change() throws Exception {
    Result result = apply(many(DocumentReader.MOST_WEBHOOKS));

    assertThat(result.revision()).isEqualTo(2L * DocumentReader.MOST_WEBHOOKS);
    assertThat(stored().endpoints(ANNA.tenant())).hasSize(DocumentReader.MOST_WEBHOOKS);
    assertThat(
            catchThrowableOfType(
                    InvalidDocument.class, () -> apply(many(DocumentReader.MOST_WEBHOOKS + 1)))
                .flaws())
        .singleElement()
        .matches(flaw -> flaw.message().contains("at most 500"));
  }

  private static String many(int count) {
    var text = new StringBuilder("webhooks:\n");
    for (int i = 0; i < count; i++) {
      text.append(
          "  - {name: w%d, url: https://a.example/, events: [t%d.created]}\n".formatted(i, i));
    }
    return text.toString();
  }
}
