package dev.posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.cli.Caller.Called;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyTest {
  private static final String DOCUMENT =
      """
      webhooks:
        - name: 订单
          auth: {type: api_key, header: X-API-Key, value: "[WAREHOUSE_KEY]"}
      """;
  private static final String PLAN =
      """
      {"applied":false,"plan":[
        {"action":"create","kind":"endpoint","name":"订单","changes":[]},
        {"action":"update","kind":"subscription","name":"CRM","changes":["payload.total","filters"]},
        {"action":"unchanged","kind":"endpoint","name":"CRM","changes":[]}%s],
       "warnings":["event type x is not known"],"revision":4}
      """;
  private static final String NO_DELETES = PLAN.formatted("");
  private static final String DELETES =
      PLAN.formatted(",{\"action\":\"delete\",\"kind\":\"endpoint\",\"name\":\"old\"}");
  private static final String UNCHANGED =
      """
      {"applied":false,"plan":[{"action":"unchanged","kind":"endpoint","name":"CRM"}],"warnings":[]}
      """;
  private static final String DONE =
      """
      {"applied":true,"plan":[{"action":"create","kind":"endpoint","name":"订单",
        "signingSecret":"whsec_abc"},{"action":"create","kind":"source","name":"店铺",
        "address":"/in/src_1"}],"warnings":[],"revision":5}
      """;

  private static final String STALE =
      """
      {"title":"t","status":409,"code":"stale_plan","detail":"d"}
      """;

  @TempDir Path folder;
  private final TinyServer server = new TinyServer();

  @AfterEach
  void closes() {
    server.close();
  }

  private Caller caller() throws IOException {
    Files.writeString(folder.resolve("shop.yaml"), DOCUMENT);
    return Caller.of(server, folder);
  }

  @Test
  void shows_the_plan_and_applies_what_a_person_agrees_to() throws IOException {
    server.reply(200, NO_DELETES).reply(200, DONE);

    Called called = caller().typing("y\n").call("apply", "-f", "shop.yaml");

    assertThat(called.code()).isZero();
    assertThat(called.out())
        .contains("+ endpoint 订单\n")
        .contains("~ subscription CRM: payload.total, filters\n")
        .contains("= endpoint CRM\n")
        .contains("warning: event type x is not known")
        .contains("1 made, 1 changed, 1 as before, 0 deleted\n")
        .contains("Apply? [y/N]")
        .contains("Signing secret of the endpoint 订单 (shown this once):\n  whsec_abc\n")
        .contains(
            "Address of the source 店铺, to put behind your host at its provider:\n  /in/src_1\n");
    assertThat(server.asked)
        .extracting(TinyServer.Asked::line)
        .containsExactly(
            "PUT /v1/config?dryRun=true&prune=false",
            "PUT /v1/config?dryRun=false&prune=false&revision=4");
    assertThat(server.asked.getFirst().key()).isEqualTo("Bearer key-1");
    assertThat(server.asked.getLast().json().path("document").asString()).isEqualTo(DOCUMENT);
  }

  @Test
  void changes_nothing_unless_the_person_says_yes() throws IOException {
    for (String typed : new String[] {"\n", "n\n", "", "maybe\n"}) {
      server.reply(200, NO_DELETES);

      Called called = caller().typing(typed).call("apply", "-f", "shop.yaml");

      assertThat(called.code()).isEqualTo(1);
      assertThat(called.err()).isEqualTo("posthouse: nothing was changed\n");
    }
    assertThat(server.asked).allMatch(asked -> asked.line().contains("dryRun=true"));
  }

  @Test
  void applies_without_a_terminal_what_deletes_nothing() throws IOException {
    server.reply(200, NO_DELETES).reply(200, DONE);

    assertThat(caller().call("apply", "-f", "shop.yaml").code()).isZero();
    assertThat(server.asked).hasSize(2);
  }

  @Test
  void deletes_nothing_without_a_terminal_and_without_yes() throws IOException {
    server.reply(200, DELETES);

    Called called = caller().call("apply", "-f", "shop.yaml", "--prune");

    assertThat(called.code()).isEqualTo(1);
    assertThat(called.err()).contains("--yes");
    assertThat(server.asked).hasSize(1);
  }

  @Test
  void deletes_without_a_terminal_what_yes_agrees_to() throws IOException {
    server.reply(200, DELETES).reply(200, DONE);

    Called called = caller().call("apply", "-f", "shop.yaml", "--prune", "--yes");

    assertThat(called.code()).isZero();
    assertThat(called.out()).contains("- endpoint old\n");
    assertThat(server.asked.getLast().line()).contains("dryRun=false&prune=true");
  }

  @Test
  void a_dry_run_applies_nothing() throws IOException {
    server.reply(200, NO_DELETES);

    Called called = caller().call("apply", "-f", "shop.yaml", "--dry-run", "--yes");

    assertThat(called.code()).isZero();
    assertThat(server.asked).hasSize(1);
  }

  @Test
  void asks_nothing_where_nothing_changes() throws IOException {
    server.reply(200, UNCHANGED);

    Called called = caller().typing("").call("apply", "-f", "shop.yaml");

    assertThat(called.code()).isZero();
    assertThat(called.out()).contains("All is as the document says.").doesNotContain("Apply?");
    assertThat(server.asked).hasSize(1);
  }

  @Test
  void sends_of_the_environment_what_the_server_misses_and_nothing_else() throws IOException {
    server.reply(422, missing("WAREHOUSE_KEY")).reply(200, NO_DELETES).reply(200, DONE);
    Caller caller = caller().set("WAREHOUSE_KEY", "from-env").set("HOME", "/home/anna");

    Called called = caller.call("apply", "-f", "shop.yaml");

    assertThat(called.code()).as(called.err()).isZero();
    assertThat(values())
        .containsExactly(
            "{}", "{\"WAREHOUSE_KEY\":\"from-env\"}", "{\"WAREHOUSE_KEY\":\"from-env\"}");
    assertThat(called.out())
        .contains("Values from the environment: WAREHOUSE_KEY\n")
        .doesNotContain("from-env");
  }

  @Test
  void a_value_that_was_set_is_not_taken_from_the_environment() throws IOException {
    server.reply(200, UNCHANGED);
    Caller caller = caller().set("WAREHOUSE_KEY", "from-env");

    Called called = caller.call("apply", "-f", "shop.yaml", "--set", "WAREHOUSE_KEY=a=b");

    assertThat(values()).containsExactly("{\"WAREHOUSE_KEY\":\"a=b\"}");
    assertThat(called.out()).doesNotContain("environment");
  }

  @Test
  void tells_which_values_the_environment_does_not_have_either() throws IOException {
    server.reply(422, missing("WAREHOUSE_KEY"));

    Called called = caller().call("apply", "-f", "shop.yaml");

    assertThat(called.code()).isEqualTo(1);
    assertThat(called.err()).contains("shop.yaml:3:5: no value is given for [WAREHOUSE_KEY]");
    assertThat(server.asked).hasSize(1);
  }

  private static String missing(String name) {
    return """
    {"title":"t","status":422,"code":"invalid_document","detail":"d","missing":["%s"],"errors":[
      {"pointer":"/webhooks/0/auth/value","message":"no value is given for [%s]","line":3,"column":5}]}
    """
        .formatted(name, name);
  }

  private List<String> values() {
    return server.asked.stream().map(asked -> asked.json().path("values").toString()).toList();
  }

  @Test
  void shows_the_new_plan_where_the_configuration_has_changed_meanwhile() throws IOException {
    server.reply(200, NO_DELETES).reply(409, STALE).reply(200, DELETES).reply(200, DONE);

    Called called = caller().typing("y\ny\n").call("apply", "-f", "shop.yaml");

    assertThat(called.code()).as(called.err()).isZero();
    assertThat(called.out())
        .contains("The configuration was changed meanwhile")
        .contains("- endpoint old\n")
        .contains("Applied: ");
    assertThat(server.asked).hasSize(4);
  }

  @Test
  void applies_no_other_plan_than_the_one_that_was_shown() throws IOException {
    server.reply(200, NO_DELETES).reply(409, STALE);

    Called called = caller().call("apply", "-f", "shop.yaml", "--yes");

    assertThat(called.code()).isEqualTo(1);
    assertThat(called.err()).contains("The configuration was changed meanwhile").hasLineCount(1);
    assertThat(server.asked).hasSize(2);
  }

  @Test
  void tells_what_is_wrong_as_a_compiler_does() throws IOException {
    server.reply(
        422,
        """
        {"title":"t","status":422,"code":"invalid_document","detail":"d","errors":[
          {"pointer":"/webhooks/0/ulr","message":"is unknown; did you mean url?","line":3,"column":5},
          {"pointer":"/webhooks/0/auth/value","message":"[KEY] has no value"}]}
        """);

    Called called = caller().call("apply", "-f", "shop.yaml");

    assertThat(called.code()).isEqualTo(1);
    assertThat(called.err())
        .isEqualTo(
            """
            posthouse: 2 things are wrong; nothing was changed
            shop.yaml:3:5: is unknown; did you mean url?
            shop.yaml: /webhooks/0/auth/value [KEY] has no value
            """);
  }

  @Test
  void reads_standard_input_but_asks_nobody_there() throws IOException {
    server.reply(200, DELETES);

    Called called = caller().typing(DOCUMENT).call("apply", "-f", "-");

    assertThat(called.code()).isEqualTo(1);
    assertThat(called.err()).contains("--yes");
    assertThat(server.asked.getFirst().json().path("document").asString()).isEqualTo(DOCUMENT);
  }

  @Test
  void names_the_place_where_a_file_is_not_utf_8() throws IOException {
    Files.write(folder.resolve("gbk.yaml"), "a: 1\nname: 订单\n".getBytes(Charset.forName("GBK")));

    Called called = caller().call("apply", "-f", "gbk.yaml");

    assertThat(called.code()).isEqualTo(1);
    assertThat(called.err()).contains("gbk.yaml:2:7: not UTF-8");
    assertThat(server.asked).isEmpty();
  }

  @Test
  void prints_what_the_server_answered_for_programs() throws IOException {
    server.reply(200, NO_DELETES).reply(200, DONE);

    Called called = caller().typing("").call("apply", "-f", "shop.yaml", "--json");

    assertThat(called.code()).isZero();
    assertThat(JsonText.JSON.readTree(called.out()).path("revision").asInt()).isEqualTo(5);
  }

  @Test
  void speaks_chinese() throws IOException {
    server.reply(200, NO_DELETES).reply(200, DONE);

    Called called = caller().chinese().call("apply", "-f", "shop.yaml");

    assertThat(called.out())
        .contains("~ 订阅 CRM: payload.total, filters\n")
        .contains("新建 1 项，修改 1 项，不变 1 项，删除 0 项")
        .contains("端点 订单 的签名密钥（只显示这一次）");
  }
}
