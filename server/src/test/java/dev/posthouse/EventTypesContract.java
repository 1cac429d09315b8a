package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.LiveHouse.Ask;
import dev.posthouse.testing.Databases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Event types, and what a tenant does with events that are not as described, over HTTP.
@Timeout(60)
abstract class EventTypesContract {
  static final String FIRST =
      """
      {"version": 1, "sample": {"total": 1},
       "schema": {"required": ["total"], "properties": {"total": {"type": "number"}}}}
      """;
  static final String SECOND =
      """
      {"version": 2, "sample": {"sum": 2}, "up": {"sum": "{{ total }}"}, "down": {"total": "{{ sum }}"},
       "schema": {"required": ["sum"], "properties": {"sum": {"type": "number"}}}}
      """;

  @TempDir Path folder;
  LiveHouse house;

  abstract Databases.Kind kind();

  @BeforeEach
  void open() throws Exception {
    house = new LiveHouse(kind(), folder);
  }

  @AfterEach
  void close() {
    house.close();
  }

  static String form(String name, String... versions) {
    return "{\"name\":\"%s\",\"module\":\"lab\",\"versions\":[%s]}"
        .formatted(name, String.join(",", versions));
  }

  JsonNode made(String name, String... versions) throws Exception {
    return house.ask(201, Ask.of("POST /v1/event-types").body(form(name, versions)));
  }

  @Test
  void a_type_is_created_read_grown_and_deleted() throws Exception {
    var type = Ask.of("GET /v1/event-types/{name}").id("lab.result");
    assertThat(made("lab.result", FIRST).get("shipped").booleanValue()).isFalse();

    var read = house.response(type);
    String tag = read.headers().firstValue("ETag").orElseThrow();
    var put = Ask.of("PUT /v1/event-types/{name}").id("lab.result").ifMatch(tag);
    house.ask(200, put.body(read.body()));
    JsonNode grown = house.ask(200, put.body(form("lab.result", SECOND)));
    assertThat(grown.get("versions").size()).isEqualTo(2);
    house.ask(412, put.body(form("lab.result", FIRST)));
    house.ask(409, Ask.of("POST /v1/event-types").body(form("lab.result", FIRST)));
    house.ask(204, Ask.of("DELETE /v1/event-types/{name}").id("lab.result"));
    house.ask(404, type);
    house.ask(404, Ask.of("DELETE /v1/event-types/{name}").id("lab.result"));
    house.ask(409, Ask.of("DELETE /v1/event-types/{name}").id("invoice.created"));
    assertThat(house.ask(200, Ask.of("GET /v1/revisions")).at("/items/0/kind").stringValue())
        .isEqualTo("event_type");
  }

  @Test
  void types_are_listed_in_pages_own_ones_first_then_those_of_the_house() throws Exception {
    made("lab.result", FIRST);
    var names = new ArrayList<String>();
    String cursor = "";
    do {
      JsonNode page = house.ask(200, Ask.of("GET /v1/event-types").query("?limit=10" + cursor));
      page.get("items").forEach(item -> names.add(item.get("name").stringValue()));
      cursor = page.get("next").isNull() ? "" : "&cursor=" + page.get("next").stringValue();
    } while (!cursor.isEmpty());

    assertThat(names).startsWith("lab.result").contains("sales_order.created");
    assertThat(names.subList(1, names.size())).isSorted().doesNotHaveDuplicates();
    JsonNode finance =
        house.ask(200, Ask.of("GET /v1/event-types").query("?module=finance&limit=500"));
    assertThat(finance.get("items"))
        .isNotEmpty()
        .allSatisfy(type -> assertThat(type.get("module").stringValue()).isEqualTo("finance"));
    house.ask(200, Ask.of("GET /v1/event-types/{name}").id("sales_order.created"));
  }

  @Test
  void what_is_no_schema_for_us_is_refused_with_its_place() throws Exception {
    for (String schema :
        List.of(
            "3",
            "{\"type\":\"strng\"}",
            "{\"$ref\":\"#\"}",
            "{\"$ref\":\"https://example.com/schema.json\"}",
            "{\"$dynamicRef\":\"#node\"}",
            "{\"pattern\":\"(a+)+\\\\1\"}",
            "{\"description\":\"" + "x".repeat(300_000) + "\"}",
            "{\"items\":".repeat(60) + "{}" + "}".repeat(60))) {
      String version = "{\"version\":1,\"sample\":1,\"schema\":%s}".formatted(schema);
      JsonNode problem =
          house.ask(422, Ask.of("POST /v1/event-types").body(form("lab.result", version)));
      assertThat(problem.at("/errors/0/pointer").stringValue()).startsWith("/versions/0/schema");
    }
    String deep = "{\"items\":".repeat(200) + "{}" + "}".repeat(200);
    house.ask(400, Ask.of("POST /v1/event-types").body(form("lab.result", deep)));
    house.ask(404, Ask.of("GET /v1/event-types/{name}").id("lab.result"));
  }

  @Test
  void a_tenants_own_keys_see_and_change_its_policy_and_no_others() throws Exception {
    JsonNode east = house.ask(201, Ask.of("POST /v1/tenants").body("{\"name\":\"east\"}"));
    String id = east.get("id").stringValue();
    assertThat(east.get("invalidData").stringValue()).isEqualTo("warn");
    String own = key("{\"name\":\"k\",\"roles\":[\"read\",\"manage\"]}");
    String mine =
        house
            .ask(200, Ask.of("GET /v1/tenants"))
            .get("items")
            .valueStream()
            .filter(tenant -> tenant.get("name").stringValue().equals("default"))
            .findFirst()
            .orElseThrow()
            .get("id")
            .stringValue();
    var change = Ask.of("PATCH /v1/tenants/{id}").body("{\"unknownTypes\":\"refuse\"}");

    JsonNode changed = house.ask(200, change.id(mine).key(own));
    assertThat(changed.get("unknownTypes").stringValue()).isEqualTo("refuse");
    assertThat(changed.get("invalidData").stringValue()).isEqualTo("warn");
    assertThat(house.ask(200, Ask.of("GET /v1/tenants/{id}").id(mine).key(own))).isEqualTo(changed);
    house.ask(404, change.id(id).key(own));
    house.ask(404, Ask.of("GET /v1/tenants/{id}").id(id).key(own));
    house.ask(200, change.id(id));
    house.ask(422, change.id(id).body("{\"unknownTypes\":\"refused\"}"));
    String reader = key("{\"name\":\"r\",\"roles\":[\"read\"]}");
    house.ask(403, change.id(mine).key(reader));
  }

  @Test
  void only_the_admin_key_changes_what_is_required_of_the_way_to_receivers() throws Exception {
    String id = house.ask(200, Ask.of("GET /v1/tenants")).at("/items/0/id").stringValue();
    String own = key("{\"name\":\"k\",\"roles\":[\"read\",\"manage\"]}");
    var change = Ask.of("PATCH /v1/tenants/{id}").id(id);

    house.ask(403, change.key(own).body("{\"requireHttps\":true}"));
    JsonNode changed =
        house.ask(200, change.body("{\"requireHttps\":true,\"requireVerifiedTls\":true}"));
    assertThat(changed.get("requireHttps").booleanValue()).isTrue();
    house.ask(403, change.key(own).body("{\"requireVerifiedTls\":false}"));
    house.ask(200, change.key(own).body(changed.toString()));
    JsonNode refused =
        house.ask(
            422,
            Ask.of("POST /v1/endpoints")
                .body("{\"name\":\"p\",\"url\":\"http://a.example/\",\"tls\":{\"verify\":false}}"));
    assertThat(refused.get("errors").size()).isEqualTo(2);
  }

  String key(String form) throws Exception {
    return house.ask(201, Ask.of("POST /v1/keys").body(form)).get("secret").stringValue();
  }
}
