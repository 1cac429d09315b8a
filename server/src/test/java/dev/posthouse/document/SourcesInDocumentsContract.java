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
import dev.posthouse.config.Journal;
import dev.posthouse.config.Recorded;
import dev.posthouse.config.Revision;
import dev.posthouse.config.Revisions;
import dev.posthouse.config.StalePlan;
import dev.posthouse.config.Terms;
import dev.posthouse.event.TenantId;
import dev.posthouse.receive.Source;
import dev.posthouse.receive.SourceForm;
import dev.posthouse.receive.Sources;
import dev.posthouse.testing.Databases;
import dev.posthouse.testing.SteppedLedger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sources in documents, on a real database.
abstract class SourcesInDocumentsContract {
  private static final Caller ANNA = new Caller(new TenantId(1), Set.of(Role.MANAGE), "key_1");
  private static final Map<String, String> VALUES =
      Map.of("APP", "app-secret", "STORE", "store-secret", "HOOKS", "hub-secret");
  private static final String ENGLISH =
      """
      sources:
        - name: shop
          provider: shopify
          secrets: ["[APP]", "[STORE]"]
          dedupe: eventId
          orderGuard: yes
          silentAfter: 6h
          attributes: {store: "header:X-Store"}
          allowedIps: [203.0.113.7, 198.51.100.0/24]
        - name: crm
          provider: hubspot
          url: https://hooks.example.com{address}
          secrets: [HOOKS]
          answer: empty
          maxBytes: 100000
        - name: own
          provider: ourshop
          custom:
            scheme: {type: hmac, header: X-Signature, form: "sha256={signature}"}
            topic: ["header:X-Topic"]
          methods: [POST, PUT]
          enabled: no
      """;
  private static final String CHINESE =
      """
      接入源列表:
        - 名称: shop
          平台: shopify
          密钥: ["[APP]", "[STORE]"]
          去重键: eventId
          顺序保护: 是
          静默告警: 6 小时
          属性: {store: "header:X-Store"}
          IP 白名单: 203.0.113.7, 198.51.100.0/24
        - 名称: crm
          平台: hubspot
          公开 URL: https://hooks.example.com{address}
          密钥: "[HOOKS]"
          应答: 空
          正文上限: 100000
        - 名称: own
          平台: ourshop
          自定义:
            scheme: {type: hmac, header: X-Signature, form: "sha256={signature}"}
            topic: ["header:X-Topic"]
          方法: [POST, PUT]
          启用: 否
      """;

  @TempDir Path folder;
  private SteppedLedger house;
  private Vault vault;
  private Catalogue catalogue;
  private Journal journal;
  private Sources sources;
  private Documents documents;

  abstract Databases.Kind kind();

  @BeforeEach
  void open() {
    house = new SteppedLedger(kind(), folder.resolve("data"));
    var random = new SecureRandom();
    vault = Vault.open(house.ledger, folder, new Secret(""), random);
    catalogue = new Catalogue(house.ledger, vault);
    catalogue.load();
    journal = house.journal(catalogue, vault);
    sources = RealSources.of(house, journal, vault);
    var terms = new Terms(url -> Optional.empty(), tenant -> Policy.USUAL, house.clock);
    var changes = new BulkChanges(journal, house.ids, random, terms, gone -> {}, sources.book());
    documents = new Documents(catalogue, changes, sources.book());
  }

  @AfterEach
  void close() {
    house.close();
  }

  private Result apply(String text) throws InterruptedException {
    return run(text, Unnamed.KEEP, Mode.APPLY);
  }

  private Result run(String text, Unnamed unnamed, Mode mode) throws InterruptedException {
    return documents.run(ANNA, Documents.parse(text), new Documents.Wish(VALUES, unnamed, mode));
  }

  private static List<String> lines(Result result) {
    return result.steps().stream()
        .map(s -> s.does() + " " + s.name() + (s.changes().isEmpty() ? "" : " " + s.changes()))
        .toList();
  }

  private Source source(String name) {
    return sources.list(ANNA.tenant()).stream()
        .filter(source -> source.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_document_makes_sources_and_tells_their_addresses_when_they_are_there() throws Exception {
    Result plan = run(ENGLISH, Unnamed.KEEP, Mode.PLAN);
    Result done = apply(ENGLISH);

    assertThat(lines(plan)).containsExactly("CREATE shop", "CREATE crm", "CREATE own");
    assertThat(plan.steps()).allMatch(step -> step.address().isEmpty() && step.id().isEmpty());
    assertThat(done.steps())
        .allMatch(step -> step.kind() == Revision.Kind.SOURCE)
        .allMatch(step -> step.address().matches("/in/src_[0-9a-f]{32}"));
    assertThat(done.warnings()).hasSize(2).allMatch(warning -> warning.startsWith("own: "));
    assertThat(done.warnings().getFirst()).contains("There is no secret");
    assertThat(source("shop").secrets())
        .containsExactly(new Secret("app-secret"), new Secret("store-secret"));
    assertThat(source("crm").publicUrl())
        .isEqualTo("https://hooks.example.com/in/" + source("crm").address());
    assertThat(SourceForm.write(source("crm")).path("url").asString())
        .isEqualTo(source("crm").publicUrl());
  }

  @Test
  void both_languages_say_the_same_and_twice_is_once() throws Exception {
    long revision = apply(ENGLISH).revision();

    for (String text : List.of(ENGLISH, CHINESE)) {
      Result again = run(text, Unnamed.DELETE, Mode.APPLY);
      assertThat(again.steps()).allMatch(s -> s.does() == BulkChanges.Does.UNCHANGED);
      assertThat(again.revision()).isEqualTo(revision);
    }
  }

  @Test
  void they_are_there_after_a_restart_with_their_secrets_and_a_gapless_trail() throws Exception {
    var _ = apply(ENGLISH + "webhooks: [{name: w, url: 'https://a.example/', events: ['*']}]\n");
    var others = RealSources.of(house, journal, vault);

    assertThat(others.list(ANNA.tenant())).isEqualTo(sources.list(ANNA.tenant()));
    List<Recorded> trail =
        new Revisions(house.ledger)
            .before(Revisions.Wanted.of(ANNA.tenant()), Revisions.NEWEST, 100);
    assertThat(trail.stream().map(r -> r.revision().number())).containsExactly(5L, 4L, 3L, 2L, 1L);
    assertThat(trail.getFirst().revision().doc()).contains("\"own\"").doesNotContain("secret\"");
    assertThat(trail.toString()).doesNotContain("app-secret");
  }

  @Test
  void an_export_applied_elsewhere_makes_the_same_and_here_changes_nothing() throws Exception {
    var _ = apply(ENGLISH);

    for (Language language : Language.values()) {
      String text = documents.export(ANNA.tenant(), language);
      assertThat(text)
          .contains("[SHOP_SECRETS]", "[SHOP_SECRETS_2]", "{address}")
          .doesNotContain("app-secret", "src_", "***", "maxBytes: 10485760");
      var values =
          Map.of(
              "SHOP_SECRETS", "app-secret",
              "SHOP_SECRETS_2", "store-secret",
              "CRM_SECRETS", "hub-secret");
      var wish = new Documents.Wish(values, Unnamed.DELETE, Mode.PLAN);
      Result again = documents.run(ANNA, Documents.parse(text), wish);
      assertThat(again.steps())
          .as(text)
          .hasSize(3)
          .allMatch(step -> step.does() == BulkChanges.Does.UNCHANGED);
    }
  }

  @Test
  void prune_touches_only_what_the_document_lists() throws Exception {
    String webhook = "webhooks: [{name: w, url: 'https://a.example/', events: ['*']}]\n";
    var _ = apply(ENGLISH + webhook);

    assertThat(lines(run(webhook, Unnamed.DELETE, Mode.PLAN)))
        .containsExactly("UNCHANGED w", "UNCHANGED w");
    assertThat(lines(run("sources: []", Unnamed.DELETE, Mode.APPLY)))
        .containsExactlyInAnyOrder("DELETE shop", "DELETE crm", "DELETE own");
    assertThat(sources.list(ANNA.tenant())).isEmpty();
    assertThat(RealSources.of(house, journal, vault).list(ANNA.tenant())).isEmpty();
    assertThat(catalogue.current().endpoints(ANNA.tenant())).hasSize(1);
  }

  @Test
  void secrets_that_a_document_does_not_say_stay_and_the_address_stays_in_any_case()
      throws Exception {
    var _ = apply(ENGLISH);
    String before = source("shop").address();
    Result result = apply("sources: [{name: shop, provider: shopify, silentAfter: 1d}]");

    assertThat(lines(result))
        .containsExactly(
            "UPDATE shop [allowedIps, attributes.store, dedupe, orderGuard, silentAfter]");
    assertThat(source("shop").secrets()).hasSize(2);
    assertThat(source("shop").address()).isEqualTo(before);
    assertThat(
            lines(
                apply(
                    "sources: [{name: shop, provider: shopify, secrets: ['[APP]'], silentAfter: 1d}]")))
        .containsExactly("UPDATE shop [secrets]");
  }

  @Test
  void what_is_wrong_is_told_at_its_place_and_nothing_is_done() throws Exception {
    String text =
        """
        webhooks: []
        sources:
          - name: shop
            provider: shopfy
            silentafter: 6h
          - {name: shop, provider: stripe, secrets: [MISSING], dedupe: nothing, orderGuard: maybe}
        """;

    assertThat(Reading.flaws(text))
        .containsExactly(
            "4:5 /sources/0/provider there is no provider \"shopfy\"; did you mean \"shopify\"?"
                + " Describe another one in custom.",
            "5:5 /sources/0/silentafter unknown key `silentafter`; did you mean silentAfter (静默告警)?",
            "6:5 /sources/1 another source is called \"shop\", in line 3; names are distinct",
            "6:45 /sources/1/secrets/0 no value is given for [MISSING]; give it: values.MISSING, or"
                + " --set MISSING=…",
            "6:56 /sources/1/dedupe \"nothing\" is none of its keys: eventId, body",
            "6:85 /sources/1/orderGuard must be true (是) or false (否)");
    var refused = catchThrowableOfType(InvalidDocument.class, () -> apply(text));
    assertThat(refused.missing()).containsExactly("MISSING");
    assertThat(sources.list(ANNA.tenant())).isEmpty();
  }

  @Test
  void one_flaw_among_webhooks_keeps_the_sources_out_and_a_value_is_never_repeated()
      throws Exception {
    String good = "sources: [{name: shop, provider: shopify, secrets: ['[APP]']}]\n";
    String bad =
        "webhooks: [{name: w, url: 'https://a.example/', events: [x.y], versions: {x.y: 7}}]\n";
    var one = catchThrowableOfType(InvalidDocument.class, () -> apply(good + bad));
    String odd = "sources: [{name: s, provider: standard, secrets: ['[APP]']}]";
    var other = catchThrowableOfType(InvalidDocument.class, () -> apply(odd));

    assertThat(one.flaws()).isNotEmpty();
    assertThat(sources.list(ANNA.tenant())).isEmpty();
    assertThat(other.flaws().toString())
        .contains("/sources/0/secrets")
        .doesNotContain("app-secret");
  }

  @Test
  void a_plan_is_stale_when_a_source_was_changed_since() throws Exception {
    long agreed = run(ENGLISH, Unnamed.KEEP, Mode.PLAN).revision();
    var _ = apply("sources: [{name: other, provider: github, secrets: ['[APP]']}]");
    var wish = new Documents.Wish(VALUES, Unnamed.KEEP, Mode.APPLY, OptionalLong.of(agreed));

    assertThat(
            catchThrowableOfType(
                StalePlan.class, () -> documents.run(ANNA, Documents.parse(ENGLISH), wish)))
        .isNotNull();
  }

  @Test
  void steps_of_sources_follow_those_of_webhooks() throws Exception {
    Result result =
        apply(ENGLISH + "webhooks: [{name: w, url: 'https://a.example/', events: ['*']}]\n");

    assertThat(result.steps().stream().map(Step::kind).distinct())
        .containsExactly(Revision.Kind.ENDPOINT, Revision.Kind.SUBSCRIPTION, Revision.Kind.SOURCE);
    assertThat(result.revision()).isEqualTo(5);
  }
}
