package dev.posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.cli.Caller.Called;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineTest {
  private static final String SUBSCRIPTIONS =
      """
      {"items":[{"id":"sub_1","name":"Others"},{"id":"sub_2","name":"地址 变更"}],"next":null}
      """;
  private static final String PATH = "POST /v1/subscriptions/sub_2/baseline";

  @TempDir Path folder;
  private final TinyServer server = new TinyServer();

  @AfterEach
  void closes() {
    server.close();
  }

  private Caller caller() {
    return Caller.of(server, folder);
  }

  private static String counted(int set, int known, int passedOver, String next) {
    return "{\"set\":%d,\"known\":%d,\"passedOver\":%d,\"next\":%s}"
        .formatted(set, known, passedOver, next);
  }

  @Test
  void sends_the_events_of_a_file_in_its_order_in_parts_that_the_server_takes() throws IOException {
    var events = new StringBuilder();
    for (int i = 0; i < 1_001; i++) {
      events.append("{\"type\":\"order.made\",\"data\":{\"id\":%d,\"sum\":1.50}}\n".formatted(i));
    }
    Files.writeString(folder.resolve("orders.ndjson"), events);
    server
        .reply(200, SUBSCRIPTIONS)
        .reply(200, counted(990, 8, 2, "null"))
        .reply(200, counted(1, 0, 0, "null"));

    Called called = caller().call("baseline", "--subscription", "地址 变更", "--from", "orders.ndjson");

    assertThat(called.err()).isEmpty();
    assertThat(called.code()).isZero();
    assertThat(called.out())
        .isEqualTo("991 states set, 8 known by newer events, 2 events passed over.\n");
    assertThat(server.asked).extracting(TinyServer.Asked::line).element(1).isEqualTo(PATH);
    assertThat(server.asked.get(1).json().size()).isEqualTo(1_000);
    assertThat(server.asked.get(1).body()).startsWith("[{\"type\":\"order.made\"").contains("1.50");
    assertThat(server.asked.get(2).json().toString()).contains("\"id\":1000");
  }

  @Test
  void goes_through_all_that_is_kept() {
    server
        .reply(200, counted(10, 1, 89, "\"c1\""))
        .reply(200, counted(5, 0, 95, "\"c2\""))
        .reply(200, counted(0, 0, 7, "null"));

    Called called =
        caller().chinese().call("baseline", "--subscription", "sub_2", "--from-history");

    assertThat(called.code()).isZero();
    assertThat(called.out()).isEqualTo("写入 15 个状态，1 个事件的对象已有更新的状态，略过 191 个事件。\n");
    assertThat(server.asked)
        .extracting(TinyServer.Asked::line)
        .containsExactly(
            PATH + "?history=true",
            PATH + "?history=true&cursor=c1",
            PATH + "?history=true&cursor=c2");
  }

  @Test
  void counts_are_json_for_programs() {
    server.reply(200, counted(1, 2, 3, "null"));

    Called called =
        caller().call("baseline", "--subscription", "sub_2", "--from-history", "--json");

    assertThat(JsonText.JSON.readTree(called.out()).toString())
        .isEqualTo("{\"set\":1,\"known\":2,\"passedOver\":3}");
  }

  @Test
  void a_name_that_nobody_has_is_told() {
    server.reply(200, SUBSCRIPTIONS);

    Called called = caller().call("baseline", "--subscription", "Nobody", "--from-history");

    assertThat(called.code()).isNotZero();
    assertThat(called.err()).contains("there is no subscription \"Nobody\"");
    assertThat(server.asked).hasSize(1);
  }

  @Test
  void takes_one_of_file_and_history() {
    Called neither = caller().call("baseline", "--subscription", "sub_2");
    Called both =
        caller().call("baseline", "--subscription", "sub_2", "--from", "a.json", "--from-history");

    assertThat(neither.code()).isEqualTo(both.code()).isNotZero();
    assertThat(neither.err()).contains("takes one of --from FILE and --from-history");
    assertThat(both.err()).contains("takes one of --from FILE and --from-history");
    assertThat(server.asked).isEmpty();
  }
}
