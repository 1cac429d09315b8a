package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.LiveHouse.Ask;
import dev.posthouse.cli.Caller;
import dev.posthouse.cli.Caller.Called;
import dev.posthouse.testing.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands against the real house.
class CommandLineTest {
  private static final String DOCUMENT =
      """
      webhooks:
        - name: 订单
          url: https://shop.example/orders
          auth: {type: api_key, header: X-API-Key, value: "[SHOP_KEY]"}
          events: [sales_order.created]
          filters: ["order.total > 100"]
          payload: {order_id: "{{ order.id }}", total: "{{ order.total }}"}
      """;

  @TempDir Path folder;
  private LiveHouse house;

  @BeforeEach
  void open() throws Exception {
    house = new LiveHouse(Databases.Kind.SQLITE, folder);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private Caller caller() {
    return new Caller(folder)
        .set("POSTHOUSE_URL", house.url())
        .set("POSTHOUSE_KEY", LiveHouse.ADMIN);
  }

  private Called call(String... words) {
    return caller().call(words);
  }

  private void file(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private void subscribe(String filter) throws Exception {
    String endpoint =
        house
            .ask(
                201,
                Ask.of("POST /v1/endpoints")
                    .body("{\"name\":\"仓库\",\"url\":\"https://shop.example/hook\"}"))
            .path("id")
            .stringValue();
    house.ask(
        201,
        Ask.of("POST /v1/subscriptions")
            .body(
                """
                {"name":"大订单","endpoint":"%s","types":["sales_order.*"],"filter":"%s"}
                """
                    .formatted(endpoint, filter)));
  }

  @Test
  void sends_an_event_and_explains_where_it_went() throws Exception {
    subscribe("order.total > 100");

    Called sent = call("send", "sales_order.created", "--data", "{\"order\":{\"total\":99.5}}");
    assertThat(sent.code()).as(sent.err()).isZero();
    assertThat(sent.out()).matches("evt_\\w+  0 deliveries\n");
    String event = sent.out().substring(0, sent.out().indexOf(' '));

    Called explained = call("explain", event);
    assertThat(explained.code()).as(explained.err()).isZero();
    assertThat(explained.out())
        .startsWith(event + "  sales_order.created\n")
        .contains("filtered out  `order.total > 100` was false: `order.total` is 99.5");
    assertThat(caller().chinese().call("explain", event).out())
        .contains("大订单  被筛选器排除  `order.total > 100` 不成立");
  }

  @Test
  void changes_the_key_of_the_stored_secrets() throws Exception {
    subscribe("true");
    String old = Files.readString(folder.resolve("secret.key"));

    Called rotated = call("rotate-key");

    assertThat(rotated.code()).as(rotated.err()).isZero();
    assertThat(rotated.out())
        .matches(
            "The keys are in secret.key in the data folder; keep a copy of it.\n"
                + "[0-9a-f]{8}  encrypts; secrets so far: 1\n");
    assertThat(Files.readString(folder.resolve("secret.key"))).hasSize(45).isNotEqualTo(old);
    assertThat(caller().chinese().call("rotate-key", "--status").out()).contains("已用它加密的机密：1 项");
  }

  @Test
  void an_event_sent_twice_is_known_the_second_time() {
    call("send", "a.b", "--id", "1");

    assertThat(call("send", "a.b", "--id", "1").out()).endsWith("  known already\n");
    Called other = call("send", "a.b", "--id", "1", "--data", "2");
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).startsWith("posthouse: This id is taken by another event");
  }

  @Test
  void sends_the_events_of_a_file_but_those_that_are_wrong() throws Exception {
    subscribe("true");
    file(
        "events.ndjson",
        """
        {"type":"sales_order.created","id":"1","data":{"total":1.50}}
        {"type":"sales order","id":"2","data":{}}
        {"type":"sales_order.created","id":"3","data":{},"colour":"red"}
        """);

    Called sent = call("send", "-f", "events.ndjson");

    assertThat(sent.code()).isEqualTo(1);
    assertThat(sent.out()).contains("1 published, 0 known already, 2 refused, 1 deliveries");
    assertThat(sent.err().lines())
        .hasSize(3)
        .anyMatch(line -> line.equals("events.ndjson:1: warning: /data/order is missing"))
        .anyMatch(line -> line.startsWith("events.ndjson:2: /type "))
        .anyMatch(line -> line.startsWith("events.ndjson:3: /colour "));
  }

  @Test
  void publishes_the_sample_of_a_shipped_type_again_and_again() throws Exception {
    subscribe("true");

    for (int i = 0; i < 2; i++) {
      Called sent = call("send", "--sample", "sales_order.created");
      assertThat(sent.code()).as(sent.err()).isZero();
      assertThat(sent.out()).endsWith("  1 delivery\n");
    }
    assertThat(call("send", "--sample", "no.such_type").err())
        .startsWith("posthouse: there is no event type no.such_type; there are ");
  }

  @Test
  void applies_a_document_once_and_exports_it() throws Exception {
    file("shop.yaml", DOCUMENT);
    Caller caller = caller().set("SHOP_KEY", "k-1");

    Called first = caller.call("apply", "-f", "shop.yaml");
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.out())
        .contains("Values from the environment: SHOP_KEY\n")
        .contains("+ endpoint 订单\n+ subscription 订单\n")
        .containsPattern("\n  whsec_\\S+\n")
        .contains("Applied: 2 made, 0 changed, 0 as before, 0 deleted");
    Called again = caller.call("apply", "-f", "shop.yaml");
    assertThat(again.out()).contains("= endpoint 订单\n").endsWith("All is as the document says.\n");

    Called exported = call("export", "--language", "zh-CN");
    assertThat(exported.out()).contains("端点 URL").doesNotContain("k-1");
    file("exported.yaml", exported.out());
    Called taken = call("apply", "-f", "exported.yaml", "--prune", "--set", placeholder(exported));
    assertThat(taken.out()).as(taken.err()).endsWith("All is as the document says.\n");
  }

  private static String placeholder(Called exported) {
    Matcher name = Pattern.compile("\\[([A-Z0-9_]+)]").matcher(exported.out());
    assertThat(name.find()).isTrue();
    return name.group(1) + "=k-1";
  }

  @Test
  void tells_what_is_wrong_with_a_document_by_line() throws Exception {
    file("shop.yaml", DOCUMENT.replace("events", "evnets"));

    Called refused = call("apply", "-f", "shop.yaml");

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("\nshop.yaml:5:5: ").contains("events").contains("SHOP_KEY");
    assertThat(call("export").out()).doesNotContain("订单");
  }

  @Test
  void prunes_only_what_is_agreed_to() throws Exception {
    subscribe("true");
    file("shop.yaml", DOCUMENT);
    String[] prune = {"apply", "-f", "shop.yaml", "--prune", "--set", "SHOP_KEY=k"};

    Called refused = call(prune);
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.out()).contains("- endpoint 仓库\n");
    assertThat(call("export").out()).contains("仓库");

    assertThat(caller().typing("y\n").call(prune).code()).isZero();
    assertThat(call("export").out()).contains("订单").doesNotContain("仓库");
  }

  @Test
  void previews_a_draft_on_a_sample_and_on_what_is_stored() throws Exception {
    file(
        "draft.json",
        """
        {"types":["sales_order.*"],"filter":"order.total > 100",
         "payload":{"total":"{{ order.total }}","who":"{{ order.nobody }}"}}
        """);
    call("send", "sales_order.created", "--data", "{\"order\":{\"total\":120.50}}");
    call("send", "sales_order.created", "--data", "{\"order\":{\"total\":99.5}}");

    Called preview = call("preview", "-f", "draft.json", "--last", "2");
    assertThat(preview.code()).as(preview.err()).isZero();
    assertThat(preview.out())
        .contains("\"total\" : 120.50")
        .contains("webhook-id: ")
        .contains("not in the event: order.nobody")
        .contains("`order.total > 100` was false: `order.total` is 99.5")
        .contains("1 of 2 events would be sent.");
    assertThat(call("preview", "-f", "draft.json", "--sample", "sales_order.created").out())
        .contains("1 of 1 events would be sent.");
  }

  @Test
  void the_admin_key_acts_for_the_tenant_that_is_named() throws Exception {
    house.ask(201, Ask.of("POST /v1/tenants").body("{\"name\":\"acme\"}"));
    file("shop.yaml", DOCUMENT);

    Called applied = call("apply", "-f", "shop.yaml", "--set", "SHOP_KEY=k", "--tenant", "acme");

    assertThat(applied.code()).as(applied.err()).isZero();
    assertThat(call("export").out()).doesNotContain("订单");
    assertThat(caller().set("POSTHOUSE_TENANT", "acme").call("export").out()).contains("订单");
    assertThat(call("export", "--tenant", "nobody").err()).contains("There is no such tenant");
    assertThat(call("export", "--tenant", "某某").code()).isEqualTo(2);
  }

  @Test
  void an_event_that_is_not_there_and_a_wrong_key_are_told() {
    assertThat(call("explain", "evt_0000000000000").err())
        .startsWith("posthouse: There is no such thing");
    assertThat(caller().set("POSTHOUSE_KEY", "wrong").call("explain", "evt_1").err())
        .contains("Check POSTHOUSE_KEY.");
  }

  @Test
  void verifies_the_record_of_changes_and_finds_what_was_tampered_with() throws Exception {
    subscribe("true");
    Called whole = call("audit", "verify");
    assertThat(whole.out()).contains("The record is whole");
    assertThat(whole.code()).isZero();
    Matcher note = Pattern.compile("--noted: (\\S+)").matcher(whole.out());
    assertThat(note.find()).isTrue();
    assertThat(call("audit", "verify", "--noted", note.group(1)).code()).isZero();

    house
        .app
        .ledger
        .change(db -> db.execute("update revision set who = 'x' where number = 2"))
        .join();

    Called broken = call("audit", "verify");
    assertThat(broken.out()).contains("revision 2: it, or", "NOT whole");
    assertThat(broken.code()).isEqualTo(1);
    assertThat(caller().chinese().call("audit", "verify").out()).contains("变更记录 2");
  }

  @Test
  void exports_the_record_of_changes_a_revision_a_line() throws Exception {
    subscribe("true");
    house.ask(201, Ask.of("POST /v1/tenants").body("{\"name\":\"east\"}"));

    List<String> lines = call("audit", "export").out().lines().toList();

    assertThat(lines).hasSize(3);
    assertThat(lines.get(1)).contains("\"kind\":\"endpoint\"", "\"who\":\"admin\"");
    assertThat(lines.getLast()).contains("\"kind\":\"subscription\"");
    List<String> all = call("audit", "export", "--all").out().lines().toList();
    assertThat(all).hasSize(4).containsAll(lines);
  }
}
