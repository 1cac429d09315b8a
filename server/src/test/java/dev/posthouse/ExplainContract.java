package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.LiveHouse.Ask;
import dev.posthouse.access.Role;
import dev.posthouse.access.Tenant;
import dev.posthouse.event.TenantId;
import dev.posthouse.testing.Databases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Why events went where they went, as users ask it.
@Timeout(60)
abstract class ExplainContract {
  private static final String LARGE = "order.total > 100";

  @TempDir Path folder;
  private LiveHouse house;
  private String endpoint = "";

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
  void each_subscription_says_why_it_got_the_event_or_not() throws Exception {
    configure();
    subscribe("all", "'types':['*']");
    subscribe("other", "'types':['invoice.*','*.paid']");
    subscribe("large", "'types':['order.*'],'filter':'" + LARGE + "'");
    subscribe("broken", "'types':['order.*'],'filter':['event.type != \\'\\'','customer.vip']");
    subscribe("off", "'types':['*'],'enabled':false");
    String event = publish("{'order':{'total':99.5}}");

    JsonNode explanation = explain(event);

    // The tenant `default`, the endpoint and five subscriptions have a revision each.
    assertThat(explanation.at("/then/table").longValue()).isEqualTo(7);
    assertThat(explanation.at("/now/table").longValue()).isEqualTo(7);
    assertThat(explanation.at("/type").stringValue()).isEqualTo("order.made");
    assertThat(names(explanation)).containsExactly("off", "broken", "large", "other", "all");
    assertThat(results(explanation, "then"))
        .containsExactly("disabled", "error", "filter", "type", "matched");
    assertThat(results(explanation, "now")).containsOnly("");
    JsonNode large = explanation.at("/items/2/then");
    assertThat(large.get("filter").stringValue()).isEqualTo(LARGE);
    assertThat(large.at("/because/en").stringValue())
        .isEqualTo("`order.total > 100` was false: `order.total` is 99.5");
    assertThat(large.at("/because/zh-CN").stringValue())
        .isEqualTo("`order.total > 100` 不成立：`order.total` 是 99.5");
    assertThat(explanation.at("/items/1/then/because/en").stringValue())
        .isEqualTo("`customer.vip` could not be evaluated: `customer` is missing");
    assertThat(explanation.at("/items/3/then/because/en").stringValue())
        .isEqualTo("the type `order.made` is none of `invoice.*`, `*.paid`");
    assertThat(explanation.at("/items/0/then/because/zh-CN").stringValue()).isEqualTo("订阅当时已停用");
    assertThat(explanation.at("/items/4/deliveries").size()).isEqualTo(1);
    assertThat(explanation.at("/items/3/deliveries").isMissingNode()).isTrue();
  }

  @Test
  void what_was_changed_since_is_answered_as_of_then_and_as_of_now() throws Exception {
    configure();
    String changed = subscribe("changed", "'types':['order.*'],'filter':'" + LARGE + "'");
    String renamed = subscribe("renamed", "'types':['order.*']");
    String deleted = subscribe("deleted", "'types':['order.*']");
    String disabled = subscribe("disabled", "'types':['order.*']");
    String gone = subscribe("gone", "'types':['order.*']");
    delete(gone);
    String event = publish("{'order':{'total':99.5}}");
    patch(changed, "{'filter':'order.total > 50'}");
    patch(renamed, "{'name':'new name'}");
    delete(deleted);
    patch(disabled, "{'enabled':false}");
    subscribe("later", "'types':['order.*']");

    JsonNode explanation = explain(event);

    assertThat(names(explanation))
        .containsExactly("later", "disabled", "deleted", "new name", "changed");
    assertThat(results(explanation, "then"))
        .containsExactly("absent", "matched", "matched", "matched", "filter");
    assertThat(results(explanation, "now"))
        .containsExactly("matched", "disabled", "absent", "matched", "matched");
    assertThat(explanation.at("/items/0/then/because/en").stringValue())
        .isEqualTo("the subscription was created later");
    assertThat(explanation.at("/items/2/now/because/zh-CN").stringValue()).isEqualTo("订阅已被删除");
    assertThat(explanation.at("/items/4/then/revision").longValue())
        .isLessThan(explanation.at("/items/4/now/revision").longValue());
    assertThat(explanation.at("/now/table").longValue())
        .isEqualTo(explanation.at("/then/table").longValue() + 5);
  }

  @Test
  void a_disabled_endpoint_holds_what_matched_and_a_removed_one_ends_it() throws Exception {
    configure();
    subscribe("orders", "'types':['order.*']");
    toggle(false);
    String event = publish("{}");

    JsonNode held = explain(event);
    assertThat(held.at("/items/0/then/result").stringValue()).isEqualTo("matched");
    assertThat(held.at("/items/0/then/because/en").stringValue())
        .isEqualTo("its endpoint was disabled, so the delivery was held");
    assertThat(held.at("/items/0/deliveries/0/state").stringValue()).isEqualTo("held");
    assertThat(held.at("/items/0/now").isMissingNode()).isTrue();

    toggle(true);
    assertThat(explain(event).at("/items/0/now/result").stringValue()).isEqualTo("matched");
    house.ask(204, Ask.of("DELETE /v1/endpoints/{id}").id(endpoint).query("?cascade=true"));
    JsonNode removed = explain(event);
    assertThat(results(removed, "then")).containsExactly("matched");
    assertThat(results(removed, "now")).containsExactly("absent");
  }

  @Test
  void what_changed_is_told_where_values_are_kept_and_that_it_is_not_where_they_are_hashed()
      throws Exception {
    configure();
    subscribe("hashed", "'types':['order.*'],'onlyIfChanged':{'subject':'id','fields':['city']}");
    subscribe(
        "kept",
        "'types':['order.*'],'onlyIfChanged':{'subject':'id','fields':['city'],'changes':true}");
    String first = publish("{'id':1,'city':'Ipoh'}");
    String event = publish("{'id':1,'city':'Klang'}");

    JsonNode kept = explain(event).at("/items/0/then");
    JsonNode hashed = explain(event).at("/items/1/then");

    assertThat(kept.at("/because/en").stringValue()).isEqualTo("`city` changed");
    assertThat(kept.at("/because/zh-CN").stringValue()).isEqualTo("`city` 有变化");
    assertThat(kept.get("comparison").toString())
        .isEqualTo(
            "{\"finding\":\"changed\",\"against\":\""
                + first
                + "\",\"changes\":[{\"path\":\"city\",\"before\":\"Ipoh\",\"after\":\"Klang\"}]}");
    assertThat(hashed.at("/because/en").stringValue())
        .isEqualTo("something that it watches changed; what it was before is not kept");
    assertThat(hashed.at("/because/zh-CN").stringValue()).isEqualTo("所关注的内容有变化；变化前的值未保留");
    assertThat(hashed.get("comparison").toString())
        .isEqualTo("{\"finding\":\"changed\",\"against\":\"" + first + "\",\"changes\":null}");
  }

  @Test
  void what_a_provider_says_of_changes_is_told_as_it_was_decided_by() throws Exception {
    configure();
    String by = "'onlyIfChanged':{'decidedBy':'provider','fields':['title'],'changes':true}";
    String quiet = "'onlyIfChanged':{'decidedBy':'provider','missing':'deliver'}";
    subscribe("titles", "'types':['github.issues.*'],'filter':'data.issue.id > 1'," + by);
    subscribe("all", "'types':['github.issues.*']," + quiet);
    String titled = "{'issue':{'id':7,'title':'b'},'changes':{'title':{'from':'a'}}}";
    String bodied = "{'issue':{'id':7,'title':'b'},'changes':{'body':{'from':'a'}}}";
    String opened = "{'issue':{'id':7,'title':'b'}}";

    JsonNode title = explain(publish("github.issues.edited", titled));
    JsonNode body = explain(publish("github.issues.edited", bodied));
    JsonNode none = explain(publish("github.issues.opened", opened));

    assertThat(results(title, "then")).containsExactly("matched", "matched");
    assertThat(title.at("/items/1/then/comparison/changes").toString())
        .isEqualTo("[{\"path\":\"title\",\"before\":\"a\",\"after\":\"b\"}]");
    assertThat(results(body, "then")).containsExactly("matched", "unchanged");
    assertThat(results(none, "then")).containsExactly("matched", "skipped");
    assertThat(none.at("/items/1/then/because/zh-CN").stringValue())
        .isEqualTo("无从得知有何变化，而该订阅跳过这类事件");
    assertThat(none.at("/items/0/deliveries").size()).isEqualTo(1);
    assertThat(none.at("/items/1/deliveries").isMissingNode()).isTrue();
  }

  @Test
  void a_replay_to_who_came_later_says_what_the_provider_told() throws Exception {
    configure();
    String event =
        publish("github.issues.edited", "{'issue':{'title':'b'},'changes':{'title':{'from':'a'}}}");
    String later =
        subscribe(
            "later",
            "'types':['github.*'],'onlyIfChanged':{'decidedBy':'provider','changes':true}");

    house.ask(202, Ask.of("POST /v1/events/{id}/replay").id(event).query("?subscription=" + later));

    long end = System.nanoTime() + 20_000_000_000L;
    while (System.nanoTime() < end && house.sent.isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(house.sent)
        .singleElement()
        .asString()
        .endsWith(",\"changes\":[{\"path\":\"title\",\"before\":\"a\",\"after\":\"b\"}]}");
  }

  @Test
  void an_event_older_than_all_configuration_met_nobody() throws Exception {
    String event = publish("{}");
    assertThat(explain(event).get("items").size()).isZero();
    configure();
    subscribe("all", "'types':['*']");

    JsonNode explanation = explain(event);

    assertThat(explanation.at("/then/table").longValue()).isZero();
    assertThat(results(explanation, "then")).containsExactly("absent");
    assertThat(results(explanation, "now")).containsExactly("matched");
  }

  @Test
  void deliveries_of_a_replay_are_shown_beside_the_first() throws Exception {
    configure();
    String orders = subscribe("orders", "'types':['order.*']");
    String event = publish("{}");
    patch(orders, "{'body':'raw'}");
    house.ask(202, Ask.of("POST /v1/events/{id}/replay").id(event));

    JsonNode item = explain(event).at("/items/0");

    assertThat(item.get("deliveries").size()).isEqualTo(2);
    assertThat(item.at("/deliveries/0/subscriptionRevision")).isEqualTo(item.at("/now/revision"));
    assertThat(item.at("/deliveries/1/subscriptionRevision")).isEqualTo(item.at("/then/revision"));
  }

  @Test
  void what_is_wrong_with_an_event_by_its_type_is_told_too() throws Exception {
    String body = "{\"type\":\"sales_order.created\",\"data\":{\"order\":7}}";
    String event = house.ask(202, Ask.of("POST /v1/events").body(body)).get("id").stringValue();

    JsonNode explanation = explain(event);

    assertThat(explanation.get("warnings").toString()).contains("/data/order");
    assertThat(explain(publish("{}")).has("warnings")).isFalse();
  }

  @Test
  void pages_go_on_where_the_one_before_ended() throws Exception {
    configure();
    for (int i = 0; i < 5; i++) {
      subscribe("s" + i, "'types':['order.*']");
    }
    String event = publish("{}");
    subscribe("later", "'types':['order.*']");

    var names = new ArrayList<String>();
    String cursor = "";
    do {
      JsonNode page = explain(event, "?limit=2" + cursor);
      names.addAll(names(page));
      cursor = page.get("next").isNull() ? "" : "&cursor=" + page.get("next").stringValue();
    } while (!cursor.isEmpty());

    assertThat(names).containsExactly("later", "s4", "s3", "s2", "s1", "s0");
  }

  @Test
  void an_event_of_nobody_or_of_somebody_else_is_not_there() throws Exception {
    String event = publish("{}");
    house.ask(201, Ask.of("POST /v1/tenants").body("{\"name\":\"east\"}"));
    String tenant = house.ask(200, Ask.of("GET /v1/tenants")).at("/items/0/id").stringValue();
    var other = house.key(TenantId.parse(tenant), EnumSet.of(Role.READ));
    var own = house.app.tenants.find(Tenant.DEFAULT).orElseThrow();
    var publisher = house.key(own, EnumSet.of(Role.PUBLISH));

    var ask = Ask.of("GET /v1/events/{id}/explain");
    house.ask(404, ask.id(event).key(other.secret().reveal()));
    house.ask(404, ask.id("evt_0000000000000"));
    house.ask(404, ask.id("nonsense"));
    house.ask(403, ask.id(event).key(publisher.secret().reveal()));
    house.ask(422, ask.id(event).query("?cursor=x"));
    house.ask(422, ask.id(event).query("?then=1"));
  }

  @Test
  void a_large_event_is_explained_too() throws Exception {
    configure();
    subscribe("last", "'types':['order.*'],'filter':'lines[lines.size() - 1] == 7'");
    String event = publish("{'lines':[" + "1234567,".repeat(100_000) + "7]}");

    assertThat(results(explain(event), "then")).containsExactly("matched");
  }

  private void configure() throws Exception {
    endpoint =
        house
            .ask(
                201,
                Ask.of("POST /v1/endpoints")
                    .body("{\"name\":\"erp\",\"url\":\"https://receiver.example/hook\"}"))
            .get("id")
            .stringValue();
  }

  private String subscribe(String name, String more) throws Exception {
    String body = "{'name':'%s','endpoint':'%s',%s}".formatted(name, endpoint, more);
    return house
        .ask(201, Ask.of("POST /v1/subscriptions").body(quoted(body)))
        .get("id")
        .stringValue();
  }

  private void patch(String subscription, String patch) throws Exception {
    house.ask(200, Ask.of("PATCH /v1/subscriptions/{id}").id(subscription).body(quoted(patch)));
  }

  private void delete(String subscription) throws Exception {
    house.ask(204, Ask.of("DELETE /v1/subscriptions/{id}").id(subscription));
  }

  private void toggle(boolean enabled) throws Exception {
    house.ask(
        200, Ask.of("PATCH /v1/endpoints/{id}").id(endpoint).body("{\"enabled\":" + enabled + "}"));
  }

  private String publish(String data) throws Exception {
    return publish("order.made", data);
  }

  private String publish(String type, String data) throws Exception {
    String body = quoted("{'type':'" + type + "','data':" + data + "}");
    return house.ask(202, Ask.of("POST /v1/events").body(body)).get("id").stringValue();
  }

  private JsonNode explain(String event) throws Exception {
    return explain(event, "");
  }

  private JsonNode explain(String event, String query) throws Exception {
    return house.ask(200, Ask.of("GET /v1/events/{id}/explain").id(event).query(query));
  }

  private static List<String> names(JsonNode explanation) {
    return explanation.get("items").valueStream().map(i -> i.get("name").stringValue()).toList();
  }

  /// Empty where an item does not say.
  private static List<String> results(JsonNode explanation, String moment) {
    return explanation
        .get("items")
        .valueStream()
        .map(item -> item.path(moment).path("result").asString(""))
        .toList();
  }

  /// `'` is easier to read than `\"`; `\'` stays an apostrophe.
  private static String quoted(String text) {
    return text.replace("\\'", "\u0000").replace('\'', '"').replace('\u0000', '\'');
  }
}
