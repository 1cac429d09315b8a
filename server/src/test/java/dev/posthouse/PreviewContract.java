package dev.posthouse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.LiveHouse.Ask;
import dev.posthouse.access.Role;
import dev.posthouse.access.Tenant;
import dev.posthouse.testing.Databases;
import dev.posthouse.webhooks.Verification;
import dev.posthouse.webhooks.Verifier;
import dev.posthouse.webhooks.VerifyingKey;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What a draft subscription would do, as users ask it.
@Timeout(60)
abstract class PreviewContract {
  private static final Ask PREVIEW = Ask.of("POST /v1/subscriptions/preview");

  @TempDir Path folder;
  private LiveHouse house;

  abstract Databases.Kind kind();

  @BeforeEach
  void open() throws Exception {
    house = new LiveHouse(kind(), folder);
  }

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  @Test
  void shows_the_request_that_would_be_sent_with_the_bytes_as_they_came() throws Exception {
    String endpoint = endpoint(",'auth':{'type':'api_key','header':'X-API-Key','value':'s3cr3t'}");
    JsonNode answer =
        preview(
            """
            {'subscription':{'endpoint':'%s','types':['order.*'],'filter':'total > 100',
                'payload':{'sum':'{{ total }}','who':'{{ customer.name }}'}},
             'event':{'type':'order.made','time':'2026-03-01T12:00:00Z','data':{'total': 120.50}}}
            """
                .formatted(endpoint));

    JsonNode result = answer.at("/results/0");
    assertThat(result.get("matches").booleanValue()).isTrue();
    assertThat(result.at("/event/type").stringValue()).isEqualTo("order.made");
    assertThat(result.at("/event/time").stringValue()).isEqualTo("2026-03-01T12:00:00Z");
    JsonNode request = result.get("request");
    assertThat(request.get("method").stringValue()).isEqualTo("POST");
    assertThat(request.get("url").stringValue()).isEqualTo("https://receiver.example/hook");
    assertThat(request.get("body").stringValue()).isEqualTo("{\"sum\":120.50,\"who\":null}");
    assertThat(request.at("/headers/X-API-Key").stringValue()).isEqualTo("***");
    assertThat(request.at("/headers/posthouse-attempt").stringValue()).isEqualTo("1");
    assertThat(result.get("missing").toString()).isEqualTo("[\"customer.name\"]");
    assertThat(answer.toString()).doesNotContain("s3cr3t");
  }

  @ParameterizedTest
  @CsvSource({"v1, previewSecret, whsec_", "v1a, previewPublicKey, whpk_"})
  void signs_for_real_but_with_a_secret_that_signs_nothing_else(
      String scheme, String field, String prefix) throws Exception {
    String endpoint = endpoint(",'signing':{'scheme':'" + scheme + "'}");
    String ask =
        "{'subscription':{'endpoint':'%s','types':['*']},'event':{'type':'a','data':{'n':1}}}"
            .formatted(endpoint);
    JsonNode answer = preview(ask);
    JsonNode request = answer.at("/results/0/request");
    Map<String, List<String>> headers = new HashMap<>();
    request
        .get("headers")
        .properties()
        .forEach(h -> headers.put(h.getKey(), List.of(h.getValue().stringValue())));
    byte[] body = request.get("body").stringValue().getBytes(UTF_8);
    String key = answer.get(field).stringValue();
    Instant at = Instant.ofEpochSecond(Long.parseLong(headers.get("webhook-timestamp").getFirst()));

    assertThat(key).startsWith(prefix);
    assertThat(Verifier.of(List.of(VerifyingKey.parse(key))).verify(headers, at, body))
        .isInstanceOf(Verification.Verified.class);
    assertThat(preview(ask).get(field).stringValue()).isNotEqualTo(key);
    assertThat(house.app.catalogue.current().endpoints().values())
        .noneMatch(e -> e.signing().keys().stream().anyMatch(k -> k.secret().reveal().equals(key)));
  }

  @Test
  void tries_the_sample_of_an_event_type() throws Exception {
    JsonNode answer =
        preview("{'subscription':{'types':['sales_order.*']},'sample':'sales_order.created'}");

    assertThat(answer.at("/results/0/matches").booleanValue()).isTrue();
    assertThat(answer.at("/results/0/request/body").stringValue())
        .startsWith("{\"type\":\"sales_order.created\"")
        .contains("\"order\":");
  }

  @Test
  void without_an_endpoint_shows_what_every_endpoint_would_get() throws Exception {
    JsonNode answer = preview("{'subscription':{'types':['*']},'event':{'type':'a','data':1}}");

    JsonNode request = answer.at("/results/0/request");
    assertThat(request.has("url")).isFalse();
    assertThat(request.has("method")).isFalse();
    assertThat(request.get("headers").propertyNames())
        .contains("content-type", "webhook-id", "webhook-timestamp", "webhook-signature");
    assertThat(request.get("body").stringValue()).contains("\"data\":1");
  }

  @Test
  void says_why_an_event_would_not_be_sent() throws Exception {
    String ask = "{'subscription':{'types':['order.*'],'filter':'n > 1'},'event':%s}";

    JsonNode small = preview(ask.formatted("{'type':'order.made','data':{'n':1}}"));
    JsonNode other = preview(ask.formatted("{'type':'invoice.made','data':{'n':2}}"));

    assertThat(small.at("/results/0/matches").booleanValue()).isFalse();
    assertThat(small.at("/results/0/because/en").stringValue())
        .isEqualTo("`n > 1` was false: `n` is 1");
    assertThat(other.at("/results/0/because/zh-CN").stringValue())
        .isEqualTo("事件类型 `invoice.made` 不在 `order.*` 之中");
    assertThat(small.at("/results/0/request").isMissingNode()).isTrue();
  }

  @Test
  void a_payload_that_cannot_be_made_is_told_in_both_languages() throws Exception {
    JsonNode answer =
        preview(
            "{'subscription':{'types':['*'],'payload':{'x':'{{ 1 / n }}'}},"
                + "'event':{'type':'a','data':{'n':0}}}");

    JsonNode result = answer.at("/results/0");
    assertThat(result.get("matches").booleanValue()).isTrue();
    assertThat(result.at("/unsent/en").stringValue()).contains("divides by zero");
    assertThat(result.at("/unsent/zh-CN").stringValue()).contains("除数为零");
  }

  @Test
  void tries_the_newest_stored_events_of_the_drafts_types_and_counts_nothing() throws Exception {
    for (int i = 0; i < 6; i++) {
      publish("order.made", "{\"n\":" + i + "}");
      publish("invoice.made", "{\"n\":" + i + "}");
    }

    JsonNode answer = preview("{'subscription':{'types':['order.*'],'filter':'n > 3'},'last':4}");

    List<String> types =
        answer.get("results").valueStream().map(r -> r.at("/event/type").stringValue()).toList();
    assertThat(types).hasSize(4).containsOnly("order.made");
    assertThat(answer.get("results").valueStream().map(r -> r.get("matches").booleanValue()))
        .containsExactly(true, true, false, false);
    assertThat(answer.at("/estimate/perDay").intValue()).isEqualTo(2);
    assertThat(answer.at("/estimate/basis/en").stringValue())
        .isEqualTo(
            "12 events came in the last 24 hours, 6 of them of these types;"
                + " of the newest 6 of these, 2 pass the filter");
    assertThat(house.app.router.counts().evaluated()).isZero();
    assertThat(house.ask(200, Ask.of("GET /v1/deliveries")).get("items").size()).isZero();
    assertThat(house.ask(200, Ask.of("GET /v1/subscriptions")).get("items").size()).isZero();
  }

  @Test
  void compares_the_newest_events_in_their_order_as_if_it_had_been_there() throws Exception {
    publish("order.made", "{\"id\":1,\"city\":\"Ipoh\"}");
    publish("order.touched", "{\"id\":1,\"city\":\"Ipoh\",\"note\":1}");
    publish("order.touched", "{\"id\":2,\"city\":\"Ipoh\"}");
    publish("order.touched", "{\"id\":1,\"city\":\"Klang\",\"note\":2}");

    JsonNode answer =
        preview(
            "{'subscription':{'types':['order.touched'],'onlyIfChanged':{'subject':'id',"
                + "'fields':['city'],'baselineFrom':['order.made'],'changes':true}},'last':10}");

    assertThat(findings(answer)).containsExactly("changed", "baseline", "unchanged", "baseline");
    JsonNode newest = answer.at("/results/0");
    assertThat(newest.at("/comparison/changes").toString())
        .isEqualTo("[{\"path\":\"city\",\"before\":\"Ipoh\",\"after\":\"Klang\"}]");
    assertThat(newest.at("/request/body").stringValue())
        .endsWith(",\"changes\":" + newest.at("/comparison/changes") + "}");
    assertThat(answer.at("/results/2/because/en").stringValue())
        .isEqualTo("nothing that it watches changed");
    assertThat(answer.at("/estimate/perDay").intValue()).isEqualTo(1);
    assertThat(answer.at("/estimate/basis/zh-CN").stringValue()).endsWith("3 个事件中，1 个通过筛选器且有变化");
    assertThat(states()).isZero();
  }

  @Test
  void compares_an_event_with_what_the_subscription_remembers_and_writes_nothing()
      throws Exception {
    String draft =
        "'name':'cities','endpoint':'%s','types':['order.touched'],'onlyIfChanged':"
            + "{'subject':'id','fields':['city'],'changes':%s}";
    String endpoint = endpoint("");
    String body = "{" + draft.formatted(endpoint, "true") + "}";
    String id =
        house
            .ask(201, Ask.of("POST /v1/subscriptions").body(body.replace('\'', '"')))
            .get("id")
            .stringValue();
    publish("order.touched", "{\"id\":1,\"city\":\"Ipoh\"}");
    String ask =
        "{'subscription':{'id':'%s'," + draft + "},'event':{'type':'order.touched','data':%s}}";
    String moved = "{'id':1,'city':'Klang'}";

    JsonNode known = preview(ask.formatted(id, endpoint, "true", moved));
    JsonNode again = preview(ask.formatted(id, endpoint, "true", moved));
    JsonNode hashed = preview(ask.formatted(id, endpoint, "false", moved));
    JsonNode fresh = preview(ask.replace("'id':'%s',", "").formatted(endpoint, "true", moved));

    assertThat(known.at("/results/0/comparison/changes/0/before").stringValue()).isEqualTo("Ipoh");
    assertThat(known.at("/results/0/comparison/against").stringValue()).startsWith("evt_");
    assertThat(findings(again)).containsExactly("changed");
    assertThat(findings(hashed)).containsExactly("changed");
    assertThat(hashed.at("/results/0/comparison/changes").isNull()).isTrue();
    assertThat(findings(fresh)).containsExactly("baseline");
    assertThat(states()).isEqualTo(1);
    String none = ask.formatted("sub_0000000000000", endpoint, "true", moved);
    assertThat(house.ask(422, PREVIEW.body(none.replace('\'', '"'))).toString())
        .contains("/subscription/id", "there is no subscription");
  }

  @Test
  void takes_a_provider_at_its_word() throws Exception {
    JsonNode answer =
        preview(
            "{'subscription':{'types':['github.issues.*'],'onlyIfChanged':"
                + "{'decidedBy':'provider','fields':['title'],'changes':true}},"
                + "'event':{'type':'github.issues.edited','data':"
                + "{'changes':{'title':{'from':'a'}},'issue':{'title':'b'}}}}");

    assertThat(findings(answer)).containsExactly("changed");
    assertThat(answer.at("/results/0/request/body").stringValue())
        .endsWith(",\"changes\":[{\"path\":\"title\",\"before\":\"a\",\"after\":\"b\"}]}");
  }

  private static List<String> findings(JsonNode answer) {
    return answer
        .get("results")
        .valueStream()
        .map(result -> result.at("/comparison/finding").stringValue())
        .toList();
  }

  private long states() {
    return house.app.ledger.read(
        db -> db.select("select count(*) from fingerprint").mapTo(Long.class).one());
  }

  @Test
  void without_events_there_is_no_number() throws Exception {
    JsonNode answer = preview("{'subscription':{'types':['*']},'last':100}");

    assertThat(answer.get("results").size()).isZero();
    assertThat(answer.at("/estimate/perDay").isNull()).isTrue();
    assertThat(answer.at("/estimate/basis/zh-CN").stringValue()).isEqualTo("最近 24 小时没有事件");
  }

  @Test
  void long_bodies_are_cut_and_bytes_that_are_no_text_are_in_base64() throws Exception {
    JsonNode large =
        preview(
            "{'subscription':{'types':['*'],'body':'raw'},'event':{'type':'a','data':'"
                + "长".repeat(200_000)
                + "'}}");
    JsonNode binary =
        preview(
            "{'subscription':{'types':['*'],'body':'raw'},'event':{'specversion':'1.0','id':'1',"
                + "'source':'s','type':'a','datacontenttype':'image/png','data_base64':'iVD/'}}");

    JsonNode request = large.at("/results/0/request");
    assertThat(request.get("cut").booleanValue()).isTrue();
    assertThat(request.get("size").intValue()).isEqualTo(600_002);
    assertThat(request.get("body").stringValue()).matches("\"长{43690}");
    assertThat(binary.at("/results/0/request/bodyBase64").stringValue()).isEqualTo("iVD/");
    assertThat(binary.at("/results/0/request/headers/content-type").stringValue())
        .isEqualTo("image/png");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'last':1} | /subscription",
        "{'subscription':{'types':['*']}} | say what to try it on",
        "{'subscription':{'types':['*']},'last':1,'event':{'type':'a','data':1}} | by one of",
        "{'subscription':{'types':['*']},'last':101} | /last",
        "{'subscription':{'types':['*']},'last':0} | /last",
        "{'subscription':{'types':['*']},'last':'all'} | /last",
        "{'subscription':{'types':['a b'],'filter':'x >'},'last':1} | /subscription/types/0",
        "{'subscription':{'types':['a b'],'filter':'x >'},'last':1} | /subscription/filter",
        "{'subscription':{'types':['*'],'fitler':'x'},'last':1} | did you mean",
        "{'subscription':{'types':['*'],'endpoint':'ep_0000000000000'},'last':1} | there is no endpoint",
        "{'subscription':{'types':['*']},'event':{'type':'a'}} | /event/data",
        "{'subscription':[],'last':1} | /subscription",
        "{'subscription':{'types':['*']},'lsat':1} | did you mean",
        "{'subscription':{'types':['*']},'sample':'sales_order.craeted'} | did you mean",
        "{'subscription':{'types':['*']},'sample':7} | must be a text, not 7",
        "{'subscription':{'types':['*'],'versions':{'sales_order.created':99}},'last':1}"
            + " | /subscription/versions",
        "[] | must be an object",
      })
  void bad_questions_name_what_is_wrong(String body, String told) throws Exception {
    JsonNode problem = house.ask(422, PREVIEW.body(body.replace('\'', '"')));

    assertThat(problem.get("errors").toString()).contains(told);
  }

  @Test
  void is_for_those_who_may_manage() throws Exception {
    var own = house.app.tenants.find(Tenant.DEFAULT).orElseThrow();
    var reader = house.key(own, EnumSet.of(Role.READ));
    String body = "{\"subscription\":{\"types\":[\"*\"]},\"last\":1}";

    house.ask(403, PREVIEW.body(body).key(reader.secret().reveal()));
    house.ask(200, PREVIEW.body(body));
    house.ask(400, PREVIEW.body("{\"subscription\":"));
  }

  private JsonNode preview(String body) throws Exception {
    return house.ask(200, PREVIEW.body(body.replace('\'', '"')));
  }

  private String endpoint(String more) throws Exception {
    String body = "{'name':'erp','url':'https://receiver.example/hook'" + more + "}";
    return house
        .ask(201, Ask.of("POST /v1/endpoints").body(body.replace('\'', '"')))
        .get("id")
        .stringValue();
  }

  private void publish(String type, String data) throws Exception {
    String body = "{\"type\":\"" + type + "\",\"data\":" + data + "}";
    house.ask(202, Ask.of("POST /v1/events").body(body));
  }
}
