package dev.posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.cli.Caller.Called;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainTest {
  private static final String FIRST =
      """
      {"event":"evt_1","type":"order.created","then":{"table":17},"now":{"table":21},"items":[
        {"subscription":"sub_1","name":"仓库","endpoint":"ep_1","then":{"result":"matched"},
         "deliveries":[{"id":"dlv_1","state":"failed"},{"id":"dlv_2","state":"pending"},
          {"id":"dlv_3","state":"failed"}]},
        {"subscription":"sub_2","name":"CRM","endpoint":"ep_2",
         "then":{"result":"filter","filter":"order.total > 100",
           "because":{"en":"`order.total` is 99.5","zh-CN":"`order.total` 为 99.5"}},
         "now":{"result":"disabled"}}],"next":"c 2"}
      """;
  private static final String SECOND =
      """
      {"event":"evt_1","type":"order.created","items":[
        {"subscription":"sub_3","endpoint":"ep_3","then":{"result":"absent"},
         "now":{"result":"matched"},"deliveries":[{"id":"dlv_4","state":"delivered"}]}],"next":null}
      """;

  @TempDir Path folder;
  private final TinyServer server = new TinyServer();

  @AfterEach
  void closes() {
    server.close();
  }

  private Caller caller() {
    return Caller.of(server, folder);
  }

  @Test
  void tells_of_each_subscription_why_on_all_pages() {
    server.reply(200, FIRST).reply(200, SECOND);

    Called called = caller().call("explain", "evt_1");

    assertThat(called.code()).isZero();
    assertThat(called.out())
        .isEqualTo(
            """
            evt_1  order.created
            SUBSCRIPTION  THEN                      WHY
            仓库          matched, failed, pending
            CRM           filtered out              `order.total` is 99.5
              now         disabled
            sub_3         made later
              now         matched, delivered
            """);
    assertThat(server.asked)
        .extracting(TinyServer.Asked::line)
        .containsExactly(
            "GET /v1/events/evt_1/explain?limit=500",
            "GET /v1/events/evt_1/explain?limit=500&cursor=c%202");
  }

  @Test
  void counts_those_that_ask_for_other_types_unless_all_are_wanted() {
    String answer =
        """
        {"event":"evt_1","type":"order.created","items":[
          {"subscription":"sub_1","name":"CRM","then":{"result":"filter","filter":"a > 1"}},
          {"subscription":"sub_2","name":"Stock","then":{"result":"type"}},
          {"subscription":"sub_3","name":"Bank","then":{"result":"absent"},"now":{"result":"type"}}],
         "next":null}
        """;
    server.reply(200, answer).reply(200, answer);

    assertThat(caller().call("explain", "evt_1").out())
        .isEqualTo(
            """
            evt_1  order.created
            SUBSCRIPTION  THEN          WHY
            CRM           filtered out  a > 1
            2 more ask for other types; --all shows them too.
            """);
    assertThat(caller().call("explain", "evt_1", "--all").out())
        .contains("Stock         other types", "  now         other types");
  }

  @Test
  void tells_it_in_chinese() {
    server.reply(200, FIRST).reply(200, SECOND);

    assertThat(caller().chinese().call("explain", "evt_1").out())
        .contains(
            """
            订阅    当时                原因
            仓库    匹配，失败，待投递
            CRM     被筛选器排除        `order.total` 为 99.5
              现在  已停用
            """);
  }

  @Test
  void gives_programs_one_document_of_all_pages() {
    server.reply(200, FIRST).reply(200, SECOND);

    var whole = JsonText.JSON.readTree(caller().call("explain", "evt_1", "--json").out());

    assertThat(whole.path("items")).hasSize(3);
    assertThat(whole.path("next").isNull()).isTrue();
    assertThat(whole.path("then").path("table").asInt()).isEqualTo(17);
  }

  @Test
  void an_event_that_is_not_there_is_told() {
    server.reply(
        404,
        """
        {"title":"There is no such thing","status":404,"code":"not_found","detail":"Check the id."}
        """);

    Called called = caller().call("explain", "evt_1");

    assertThat(called.code()).isEqualTo(1);
    assertThat(called.err()).isEqualTo("posthouse: There is no such thing: Check the id.\n");
  }
}
