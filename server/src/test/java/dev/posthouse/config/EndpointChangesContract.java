package dev.posthouse.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.access.Actor;
import dev.posthouse.access.Policy;
import dev.posthouse.access.Secret;
import dev.posthouse.event.Flaw;
import dev.posthouse.event.Invalid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@NullMarked
abstract class EndpointChangesContract extends ConfigContract {
  /// Takes the number that the next revision would have.
  private static final String IN_THE_WAY =
      """
      insert into revision (number, tenant, kind, resource, action, who, at, doc)
      values (2, 1, 'endpoint', 0, 'created', 'nobody', 0, '')
      """;

  private static final String CERTIFICATE = TlsFormTest.read("certificate.pem");
  private static final String KEY = TlsFormTest.read("key.pem");

  @Test
  void a_new_endpoint_is_in_force_and_told_before_the_answer() throws Exception {
    var told = new ArrayList<Snapshot>();
    catalogue.onChange(told::add);

    var created = saved(endpoints.create(ANNA, endpointJson("erp", "")));

    Endpoint endpoint = created.resource();
    assertThat(created.signingSecret().orElseThrow().reveal()).startsWith("whsec_");
    assertThat(endpoint.signing().keys())
        .containsExactly(new Signing.Key(created.signingSecret().orElseThrow(), Instant.MAX));
    assertThat(catalogue.current().endpoint(endpoint.id())).contains(endpoint);
    assertThat(told).containsExactly(catalogue.current());
    assertThat(stored()).isEqualTo(catalogue.current());
    assertThat(endpoint.revision()).isEqualTo(1);
  }

  @Test
  void secrets_are_nowhere_in_clear() throws Exception {
    var created =
        saved(
            endpoints.create(
                ANNA,
                endpointJson(
                    "erp",
                    ",'auth':{'type':'bearer','token':'t0p'},'headers':{'X-Api-Key':'k3y'},"
                        + tls(CERTIFICATE, KEY))));

    assertThat(allText())
        .contains("***")
        .doesNotContain(KEY.lines().toList().get(1))
        .doesNotContain("t0p", "k3y", created.signingSecret().orElseThrow().reveal());
    assertThat(stored()).isEqualTo(catalogue.current());
  }

  @Test
  void a_tenant_that_requires_https_has_no_endpoint_without() throws Exception {
    Endpoint before = saved(endpoints.create(ANNA, plain("old", ""))).resource();
    policy = demanding(new Policy.Transport(true, false));

    assertThatThrownBy(() -> endpoints.create(ANNA, plain("new", "")))
        .isInstanceOfSatisfying(
            Invalid.class,
            e ->
                assertThat(e.flaws())
                    .containsExactly(
                        new Flaw("/url", "must begin with https://: this tenant requires it")));
    assertThatThrownBy(
            () -> endpoints.patch(ANNA, before.id(), Match.ANY, json("{'timeout':'5s'}")))
        .isInstanceOf(Invalid.class);
    assertThat(terms.forbidden(before).orElseThrow()).startsWith("/url must begin with https://");
    var off = json("{'enabled':false}");
    assertThat(saved(endpoints.patch(ANNA, before.id(), Match.ANY, off)).resource().enabled())
        .isFalse();
    assertThat(terms.forbidden(endpoint("safe"))).isEmpty();
  }

  @Test
  void verification_that_is_off_is_warned_of_and_can_be_forbidden() throws Exception {
    var lax = endpointJson("lax", ",'tls':{'verify':false}");
    var made = saved(endpoints.create(ANNA, lax));
    assertThat(made.warnings()).containsExactly(Terms.UNVERIFIED);
    assertThat(terms.forbidden(made.resource())).isEmpty();

    policy = demanding(new Policy.Transport(false, true));

    assertThatThrownBy(
            () -> endpoints.create(ANNA, endpointJson("other", ",'tls':{'verify':false}")))
        .isInstanceOfSatisfying(
            Invalid.class,
            e -> assertThat(e.flaws()).extracting(Flaw::pointer).containsExactly("/tls/verify"));
    assertThat(terms.forbidden(made.resource()).orElseThrow()).startsWith("/tls/verify");
    assertThat(terms.forbidden(saved(endpoints.create(ANNA, plain("plain", ""))).resource()))
        .isEmpty();
  }

  @Test
  void a_clients_key_stays_until_it_is_taken_away() throws Exception {
    var json = endpointJson("erp", "," + tls(CERTIFICATE, KEY));
    Endpoint before = saved(endpoints.create(ANNA, json)).resource();
    Tls.Client client = before.tls().client().orElseThrow();
    assertThat(client.key().reveal()).isEqualTo(KEY);
    assertThat(client.toString()).doesNotContain(KEY);
    assertThat(EndpointForm.write(before).at("/tls/clientKey").stringValue()).isEqualTo("***");

    var slower = saved(endpoints.patch(ANNA, before.id(), Match.ANY, json("{'timeout':'5s'}")));
    assertThat(slower.resource().tls()).isEqualTo(before.tls());
    assertThat(stored()).isEqualTo(catalogue.current());

    var none = json("{'tls':{'clientCertificate':null,'clientKey':null}}");
    assertThat(saved(endpoints.patch(ANNA, before.id(), Match.ANY, none)).resource().tls())
        .isEqualTo(Tls.DEFAULT);
  }

  private static String tls(String certificate, String key) {
    return "'tls':{'clientCertificate':'%s','clientKey':'%s'}"
        .formatted(certificate.replace("\n", "\\n"), key.replace("\n", "\\n"));
  }

  private static Policy demanding(Policy.Transport transport) {
    return new Policy(Policy.Decision.WARN, Policy.Decision.WARN, transport);
  }

  private static JsonNode plain(String name, String more) {
    return json("{'name':'%s','url':'http://a.example/x'%s}".formatted(name, more));
  }

  @Test
  void a_put_replaces_all_but_the_secrets_that_come_masked() throws Exception {
    Endpoint before =
        saved(
                endpoints.create(
                    ANNA,
                    endpointJson("erp", ",'auth':{'type':'bearer','token':'t0p'},'timeout':'5s'")))
            .resource();

    var after =
        saved(
            endpoints.replace(
                ANNA,
                before.id(),
                new Match(before.revision()),
                endpointJson("erp", ",'auth':{'type':'bearer','token':'***'}")));

    assertThat(after.resource().auth()).isEqualTo(new Auth.Bearer(new Secret("t0p")));
    assertThat(after.resource().timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(after.resource().signing()).isEqualTo(before.signing());
    assertThat(after.signingSecret()).isEmpty();
    assertThat(stored()).isEqualTo(catalogue.current());
  }

  @Test
  void a_patch_tells_absent_from_null() throws Exception {
    Endpoint before =
        saved(
                endpoints.create(
                    ANNA, endpointJson("erp", ",'timeout':'5s','rateLimit':'9/s','concurrency':3")))
            .resource();

    var patch = json("{'rateLimit':null,'retry':{'strategy':'fixed','delay':'1s'}}");
    Endpoint after = saved(endpoints.patch(ANNA, before.id(), Match.ANY, patch)).resource();

    assertThat(after.rate()).isEmpty();
    assertThat(after.timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(after.concurrency()).isEqualTo(3);
    assertThat(after.retry().strategy()).isEqualTo(new Retry.Fixed(Duration.ofSeconds(1)));
    assertThat(after.revision()).isEqualTo(2);
  }

  @Test
  void a_change_that_changes_nothing_makes_no_revision() throws Exception {
    Endpoint before = endpoint("erp");
    var same = endpoints.replace(ANNA, before.id(), Match.ANY, EndpointForm.write(before));

    assertThat(saved(same).resource()).isEqualTo(before);
    assertThat(catalogue.current().number()).isEqualTo(1);
  }

  @Test
  void another_revision_than_the_one_asked_for_is_not_changed() throws Exception {
    Endpoint endpoint = endpoint("erp");
    var stale = new Changed.Stale<Endpoint>(endpoint.revision());

    assertThat(endpoints.patch(ANNA, endpoint.id(), new Match(7), json("{}"))).isEqualTo(stale);
    assertThat(endpoints.delete(ANNA, endpoint.id(), new Match(7), Dependants.PROTECT))
        .isEqualTo(stale);
  }

  @Test
  void a_name_is_taken_once_in_each_tenant() throws Exception {
    endpoint("erp");
    Endpoint crm = endpoint("crm");

    assertThat(endpoints.create(ANNA, endpointJson("erp", "")))
        .isInstanceOf(Changed.Conflict.class);
    assertThat(endpoints.patch(ANNA, crm.id(), Match.ANY, json("{'name':'erp'}")))
        .isInstanceOf(Changed.Conflict.class);
    saved(endpoints.create(BERT, endpointJson("erp", "")));
  }

  @Test
  void another_tenants_endpoint_is_not_there() throws Exception {
    Endpoint endpoint = endpoint("erp");
    var missing = new Changed.Missing<Endpoint>();

    assertThat(endpoints.patch(BERT, endpoint.id(), Match.ANY, json("{}"))).isEqualTo(missing);
    assertThat(endpoints.rotateSecret(BERT, endpoint.id(), Duration.ZERO)).isEqualTo(missing);
    assertThat(endpoints.delete(BERT, endpoint.id(), Match.ANY, Dependants.DELETE))
        .isEqualTo(missing);
  }

  @Test
  void a_rotated_secret_signs_on_for_the_overlap() throws Exception {
    Endpoint before = endpoint("erp");

    var rotated = saved(endpoints.rotateSecret(ANNA, before.id(), Duration.ofHours(24)));

    List<Signing.Key> keys = rotated.resource().signing().keys();
    assertThat(keys).hasSize(2);
    assertThat(keys.getFirst().secret()).isEqualTo(rotated.signingSecret().orElseThrow());
    assertThat(keys.getLast())
        .isEqualTo(
            new Signing.Key(
                before.signing().keys().getFirst().secret(),
                house.clock.instant().plus(Duration.ofHours(24))));
    house.clock.advance(Duration.ofHours(25));
    Endpoint again = saved(endpoints.rotateSecret(ANNA, before.id(), Duration.ZERO)).resource();
    assertThat(again.signing().keys()).hasSize(1);
    assertThat(stored()).isEqualTo(catalogue.current());
  }

  @Test
  void a_v1a_endpoint_shows_its_public_key_and_never_the_secret_one() throws Exception {
    var created = saved(endpoints.create(ANNA, endpointJson("e", ",'signing':{'scheme':'v1a'}")));

    assertThat(created.signingSecret()).isEmpty();
    assertThat(EndpointForm.write(created.resource()).at("/signing/publicKey").stringValue())
        .startsWith("whpk_");
    assertThat(allText()).doesNotContain("whsk_");
  }

  @Test
  void an_unsigned_endpoint_that_begins_to_sign_gets_a_secret() throws Exception {
    var created = saved(endpoints.create(ANNA, endpointJson("e", ",'signing':{'scheme':'none'}")));
    var id = created.resource().id();
    assertThat(created.signingSecret()).isEmpty();
    assertThat(endpoints.rotateSecret(ANNA, id, Duration.ZERO))
        .isInstanceOf(Changed.Conflict.class);

    var signed = endpoints.patch(ANNA, id, Match.ANY, json("{'signing':{'scheme':'v1'}}"));

    assertThat(saved(signed).signingSecret()).isPresent();
  }

  @Test
  void an_endpoint_goes_with_its_subscriptions_only_when_told_so() throws Exception {
    Endpoint endpoint = endpoint("erp");
    saved(subscribe("a", endpoint, "order.*"));
    saved(subscribe("b", endpoint, "invoice.*"));

    assertThat(endpoints.delete(ANNA, endpoint.id(), Match.ANY, Dependants.PROTECT))
        .isInstanceOf(Changed.Conflict.class);
    assertThat(removed).isEmpty();
    saved(endpoints.delete(ANNA, endpoint.id(), Match.ANY, Dependants.DELETE));

    assertThat(removed).containsExactly(endpoint.id());
    assertThat(catalogue.current().endpoints()).isEmpty();
    assertThat(catalogue.current().subscriptions()).isEmpty();
    assertThat(catalogue.current().number()).isEqualTo(6);
    assertThat(stored()).isEqualTo(catalogue.current());
  }

  @Test
  void an_endpoint_that_is_gone_is_switched_off_once() throws Exception {
    Endpoint endpoint = endpoint("erp");
    endpoints.disable(endpoint.id(), Action.DISABLED_AS_GONE);
    endpoints.disable(endpoint.id(), Action.DISABLED_AS_GONE);

    assertThat(catalogue.current().endpoint(endpoint.id()).orElseThrow().enabled()).isFalse();
    assertThat(catalogue.current().number()).isEqualTo(2);
    assertThat(stored()).isEqualTo(catalogue.current());
  }

  @Test
  void the_time_an_endpoint_was_switched_on_again_is_kept() throws Exception {
    Endpoint endpoint = endpoint("erp");
    assertThat(catalogue.enabledSince(endpoint.id())).isEqualTo(Instant.EPOCH);
    endpoints.disable(endpoint.id(), Action.DISABLED_AS_GONE);
    house.clock.advance(Duration.ofHours(2));
    Instant again = house.clock.instant();
    saved(endpoints.patch(ANNA, endpoint.id(), Match.ANY, json("{'enabled':true}")));
    house.clock.advance(Duration.ofHours(2));
    saved(endpoints.patch(ANNA, endpoint.id(), Match.ANY, json("{'timeout':'9s'}")));

    assertThat(catalogue.enabledSince(endpoint.id())).isEqualTo(again);
    catalogue.load();
    assertThat(catalogue.enabledSince(endpoint.id())).isEqualTo(again);
  }

  @Test
  void a_token_in_a_url_is_masked_and_kept() throws Exception {
    var body = json("{'name':'bot','url':'https://a.example/send?access_token=t0p&x=1'}");
    Endpoint before = saved(endpoints.create(ANNA, body)).resource();
    var patch = json("{'timeout':'9s'}");

    Endpoint after = saved(endpoints.patch(ANNA, before.id(), Match.ANY, patch)).resource();

    assertThat(allText()).contains("access_token=***&x=1").doesNotContain("t0p");
    assertThat(after.url()).isEqualTo(before.url());
    assertThat(stored()).isEqualTo(catalogue.current());
    var elsewhere = json("{'url':'https://b.example/send?access_token=***&x=1'}");
    assertThatThrownBy(() -> endpoints.patch(ANNA, before.id(), Match.ANY, elsewhere))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("/url");
  }

  @Test
  void a_refused_address_is_saved_with_a_warning() throws Exception {
    var body = json("{'name':'local','url':'http://127.0.0.1:9000/'}");
    assertThat(saved(endpoints.create(ANNA, body)).warnings())
        .containsExactly("use --allow-private-networks");
  }

  @Test
  void a_commit_that_failed_leaves_all_as_it_was_and_the_next_change_goes_on() throws Exception {
    endpoint("erp");
    house.await(house.ledger.change(db -> db.execute(IN_THE_WAY)));
    assertThatThrownBy(() -> endpoint("crm"))
        .isInstanceOf(CompletionException.class)
        .message()
        .doesNotContain("https://a.example/x");
    house.await(house.ledger.change(db -> db.execute("delete from revision where number = 2")));
    assertThat(catalogue.current().endpoints()).hasSize(1);

    assertThat(endpoint("crm").revision()).isEqualTo(2);
    assertThat(stored()).isEqualTo(catalogue.current());
  }

  @Test
  void revisions_tell_who_did_what_when() throws Exception {
    Endpoint endpoint = endpoint("erp");
    saved(endpoints.patch(ANNA, endpoint.id(), Match.ANY, json("{'timeout':'7s'}")));
    saved(endpoints.delete(ANNA, endpoint.id(), Match.ANY, Dependants.PROTECT));
    saved(endpoints.create(BERT, endpointJson("other", "")));

    List<Recorded> read = revisions(Revisions.NEWEST);

    assertThat(read.getFirst().before()).isEqualTo(read.get(1).revision().doc());
    List<Revision> page = read.stream().map(Recorded::revision).toList();
    assertThat(page).extracting(Revision::number).containsExactly(3L, 2L, 1L);
    assertThat(page).extracting(Revision::action).containsExactly("deleted", "updated", "created");
    assertThat(page.get(1).doc()).contains("\"timeout\":\"7s\"");
    assertThat(page.getFirst())
        .isEqualTo(
            new Revision(
                3,
                ANNA.tenant(),
                Revision.Kind.ENDPOINT,
                endpoint.id().value(),
                "deleted",
                new Actor("key_anna", "127.0.0.1"),
                house.clock.instant(),
                "",
                ""));
    assertThat(page.getLast().shown()).isEqualTo("signingSecret");
    assertThat(page.get(1).shown()).isEmpty();
    assertThat(revisions(2)).hasSize(1);
  }

  private List<Recorded> revisions(long before) {
    return new Revisions(house.ledger).before(Revisions.Wanted.of(ANNA.tenant()), before, 10);
  }

  @Test
  void what_is_not_an_object_is_refused() {
    assertThatThrownBy(() -> endpoints.create(ANNA, json("[]"))).isInstanceOf(Invalid.class);
  }
}
