package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.LiveHouse.Ask;
import dev.posthouse.access.Role;
import dev.posthouse.event.TenantId;
import dev.posthouse.testing.Databases;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Who may do what, and the record of who did, as users of the API see it.
@Timeout(60)
abstract class KeysContract {
  private static final String EVENT = "{\"type\":\"order.created\",\"data\":{\"total\": 120.50}}";
  private static final String ENDPOINT =
      "{\"name\":\"erp\",\"url\":\"https://a.example/\",\"auth\":{\"type\":\"bearer\",\"token\":\"secret-token\"}}";

  @TempDir Path folder;
  private LiveHouse house;

  abstract Databases.Kind kind();

  @BeforeEach
  void open() throws Exception {
    house = new LiveHouse(kind(), folder);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void keys_are_made_listed_and_deleted() throws Exception {
    JsonNode key =
        house.ask(201, Ask.of("POST /v1/keys").body("{\"name\":\"erp\",\"roles\":[\"publish\"]}"));
    String secret = key.get("secret").stringValue();

    house.ask(202, Ask.of("POST /v1/events").body(EVENT).key(secret));
    house.ask(403, Ask.of("GET /v1/events").key(secret));
    assertThat(house.ask(200, Ask.of("GET /v1/keys")).toString()).doesNotContain(secret);
    house.ask(204, Ask.of("DELETE /v1/keys/{id}").id(key.get("id").stringValue()));
    house.ask(401, Ask.of("POST /v1/events").body(EVENT).key(secret));
    house.ask(422, Ask.of("POST /v1/keys").body("{\"name\":\"erp\",\"roles\":[]}"));
  }

  @Test
  void the_terms_of_a_key_are_shown_and_changed() throws Exception {
    String form =
        """
        {"name":"till","roles":["publish"],"sources":["pos"],"types":["sales_order.*"],
         "organisation":"shanghai","allowedIps":["127.0.0.0/8"],"publishRate":"2/h",
         "expires":"2100-01-01T00:00:00Z"}
        """;
    JsonNode made = house.ask(201, Ask.of("POST /v1/keys").body(form));
    String secret = made.get("secret").stringValue();
    var one = Ask.of("GET /v1/keys/{id}").id(made.get("id").stringValue());
    JsonNode read = house.ask(200, one);
    assertThat(read.get("allowedIps").toString()).isEqualTo("[\"127.0.0.0/8\"]");
    assertThat(read.get("lastUsed").isNull()).isTrue();
    assertThat(read.has("secret")).isFalse();
    var publish = Ask.of("POST /v1/events").key(secret);
    String event = "{\"type\":\"%s\",\"source\":\"pos\",\"data\":1}";
    house.ask(202, publish.body(event.formatted("sales_order.created")));
    house.ask(403, publish.body(event.formatted("invoice.created")));
    house.ask(202, publish.body(event.formatted("sales_order.paid")));
    house.ask(429, publish.body(event.formatted("sales_order.paid")));
    assertThat(house.ask(200, one).get("lastUsed").isString()).isTrue();
    assertThat(house.ask(200, Ask.of("GET /v1/events")).at("/items/0/organisation").stringValue())
        .isEqualTo("shanghai");

    var patch = Ask.of("PATCH /v1/keys/{id}").id(one.id());
    JsonNode patched =
        house.ask(200, patch.body("{\"publishRate\":null,\"types\":[\"invoice.*\"]}"));
    assertThat(patched.has("publishRate")).isFalse();
    house.ask(202, publish.body(event.formatted("invoice.created")));
    house.ask(200, patch.body("{\"allowedIps\":[\"192.0.2.1\"]}"));
    assertThat(house.ask(403, publish.body(event.formatted("invoice.created"))).get("code"))
        .hasToString("\"address_refused\"");
    house.ask(422, patch.body("{\"allowedIps\":[]}"));
    house.ask(422, patch.body("{\"roles\":null}"));
    house.ask(404, patch.id("key_0000000000001").body("{}"));
    house.ask(422, Ask.of("POST /v1/keys").body(form.replace("2100-01-01", "2020-01-01")));
  }

  @Test
  void what_a_tenant_lets_in_is_for_the_admin_key_to_change() throws Exception {
    String tenant = house.ask(200, Ask.of("GET /v1/tenants")).at("/items/0/id").stringValue();
    String manager = house.key(TenantId.parse(tenant), EnumSet.of(Role.MANAGE)).secret().reveal();
    var patch = Ask.of("PATCH /v1/tenants/{id}").id(tenant);

    house.ask(403, patch.key(manager).body("{\"publishRate\":\"1/s\"}"));
    house.ask(200, patch.key(manager).body("{\"unknownTypes\":\"refuse\"}"));
    JsonNode limited =
        house.ask(200, patch.body("{\"publishRate\":\"1/h\",\"allowedIps\":[\"10.0.0.0/8\"]}"));
    assertThat(limited.get("unknownTypes").stringValue()).isEqualTo("refuse");
    house.ask(403, patch.key(manager).body("{\"unknownTypes\":\"warn\"}"));
    house.ask(200, patch.body("{\"allowedIps\":null,\"unknownTypes\":\"accept\"}"));
    house.ask(202, Ask.of("POST /v1/events").body(EVENT));
    assertThat(house.response(Ask.of("POST /v1/events").body(EVENT)).statusCode()).isEqualTo(429);
  }

  @Test
  void how_much_is_kept_of_a_tenants_events_is_for_the_admin_key_to_say() throws Exception {
    String tenant = house.ask(200, Ask.of("GET /v1/tenants")).at("/items/0/id").stringValue();
    String manager = house.key(TenantId.parse(tenant), EnumSet.of(Role.MANAGE)).secret().reveal();
    var patch = Ask.of("PATCH /v1/tenants/{id}").id(tenant);
    String sizes =
        "{\"retention\":{\"size\":\"%s\",\"types\":[{\"type\":\"shop.*\",\"size\":\"1500MB\"}]}}";

    house.ask(403, patch.key(manager).body(sizes.formatted("10GB")));
    JsonNode kept = house.ask(200, patch.body(sizes.formatted("10000 MB"))).get("retention");
    assertThat(kept.get("size").stringValue()).isEqualTo("10GB");
    assertThat(kept.at("/types/0/size").stringValue()).isEqualTo("1500MB");
    assertThat(house.ask(422, patch.body(sizes.formatted("10 gigs"))).get("errors").toString())
        .contains("/retention/size", "write 500KB, 20MB, 10GB or 2TB");
    assertThat(house.ask(422, patch.body(sizes.formatted("999B"))).toString())
        .contains("is less than 1KB");
    assertThat(house.ask(422, patch.body("{\"retention\":{\"sizes\":\"1GB\"}}")).toString())
        .contains("size");
    assertThat(house.ask(200, patch.body("{\"retention\":null}")).has("retention")).isFalse();
  }

  @Test
  void the_record_of_changes_is_verified_and_exported() throws Exception {
    house.ask(201, Ask.of("POST /v1/endpoints").body(ENDPOINT));
    JsonNode key =
        house.ask(201, Ask.of("POST /v1/keys").body("{\"name\":\"a\",\"roles\":[\"audit\"]}"));
    var auditor = Ask.of("GET /v1/revisions").key(key.get("secret").stringValue());

    JsonNode made = house.ask(200, auditor.query("?kind=key")).at("/items/0");
    assertThat(made.get("after").toString()).contains("\"roles\":[\"audit\"]");
    assertThat(made.get("secretShown").stringValue()).isEqualTo("secret");
    String resource = "?resource=" + key.get("id").stringValue();
    assertThat(house.ask(200, auditor.query(resource)).get("items").size()).isEqualTo(1);
    house.ask(422, auditor.query("?kind=keys"));
    house.ask(403, auditor.query("?all=true"));
    var export = Ask.of("GET /v1/revisions/export");
    List<String> lines = house.response(export.query("?all=true")).body().lines().toList();
    assertThat(lines).hasSize(3);
    new ApiDocument().check(export.route(), house.response(export));
    assertThat(house.response(export.query("?after=3")).body()).isEmpty();
    assertThat(lines.toString()).doesNotContain(key.get("secret").stringValue(), "secret-token");
    var verify = Ask.of("GET /v1/revisions/verification").key(auditor.key());
    JsonNode whole = house.ask(200, verify);
    assertThat(whole.get("whole").booleanValue()).isTrue();
    assertThat(whole.get("number").intValue()).isEqualTo(3);
    house.ask(201, Ask.of("POST /v1/tenants").body("{\"name\":\"another\"}"));
    JsonNode own = house.ask(200, verify);
    assertThat(own.get("kept").intValue()).isEqualTo(3);
    assertThat(own.has("dropped")).isFalse();
    assertThat(house.ask(200, verify.key(LiveHouse.ADMIN)).get("kept").intValue()).isEqualTo(4);
    house.ask(422, verify.query("?number=2"));
    JsonNode noted = house.ask(200, verify.query("?number=2&hash=" + "0".repeat(64)));
    assertThat(noted.at("/findings/0/trouble").stringValue()).isEqualTo("not_as_noted");
  }

  @Test
  void sign_in_failures_are_listed_for_the_admin_key() throws Exception {
    house.ask(401, Ask.of("GET /v1/events").key("wrong"));
    house.ask(401, Ask.of("GET /v1/events").key("wrong again"));
    house.app.failures.store();

    JsonNode items = house.ask(200, Ask.of("GET /v1/sign-in-failures")).get("items");

    assertThat(items.at("/0/address").stringValue()).isEqualTo("127.0.0.1");
    int all = items.valueStream().mapToInt(row -> row.get("failures").intValue()).sum();
    assertThat(all).isEqualTo(2);
  }
}
