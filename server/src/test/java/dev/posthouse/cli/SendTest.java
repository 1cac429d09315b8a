package dev.posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.cli.Caller.Called;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendTest {
  private static final String PUBLISHED =
      """
      {"id":"evt_1","duplicate":false,"deliveries":2}
      """;
  private static final String BUSY =
      """
      {"title":"Not now","status":503,"code":"away","detail":"the database is away"}
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

  private void file(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  @Test
  void publishes_an_event_with_its_data_as_written() {
    server.reply(202, PUBLISHED);

    Called called =
        caller()
            .call(
                "send",
                "order.created",
                "--data",
                "{\"total\":120.50}",
                "--subject",
                "order/1",
                "--source",
                "erp",
                "--id",
                "7",
                "--time",
                "2026-01-01T00:00:00Z");

    assertThat(called.code()).isZero();
    assertThat(called.out()).isEqualTo("evt_1  2 deliveries\n");
    assertThat(server.asked.getFirst().body())
        .contains("\"data\":{\"total\":120.50}")
        .contains("\"type\":\"order.created\"")
        .contains("\"id\":\"7\"")
        .contains("\"subject\":\"order/1\"")
        .contains("\"source\":\"erp\"")
        .contains("\"time\":\"2026-01-01T00:00:00Z\"");
  }

  @Test
  void gives_an_id_of_its_own_and_repeats_when_the_server_is_busy() {
    server.reply(503, "3", BUSY).reply(503, BUSY).reply(202, PUBLISHED);
    Caller caller = caller();

    Called called = caller.call("send", "order.created");

    assertThat(called.code()).isZero();
    assertThat(server.asked)
        .extracting(TinyServer.Asked::body)
        .hasSize(3)
        .allMatch(server.asked.getFirst().body()::equals);
    assertThat(server.asked.getFirst().json().path("id").asString()).hasSize(36);
    assertThat(caller.waits).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(2));
  }

  @Test
  void reads_data_from_a_file_or_standard_input() throws IOException {
    server.reply(202, PUBLISHED).reply(202, PUBLISHED);
    file("data.json", "[1.0]");

    caller().call("send", "a.b", "-d", "@data.json");
    caller().input("{\"a\":1}").call("send", "a.b", "-d", "-");

    assertThat(server.asked.getFirst().body()).contains("\"data\":[1.0]");
    assertThat(server.asked.getLast().body()).contains("\"data\":{\"a\":1}");
  }

  @Test
  void a_type_that_is_not_there_is_told_with_those_of_the_same_thing() {
    server
        .reply(404, "{\"title\":\"There is no such thing\",\"status\":404,\"code\":\"not_found\"}")
        .reply(
            200,
            """
            {"items":[{"name":"order.updated"},{"name":"order.created"},{"name":"a.b"}],"next":null}
            """);

    Called called = caller().call("send", "--sample", "order.creatd");

    assertThat(called.code()).isEqualTo(1);
    assertThat(called.err())
        .isEqualTo(
            "posthouse: there is no event type order.creatd; there are order.created, order.updated\n");
  }

  @Test
  void publishes_the_sample_of_the_newest_version() {
    server
        .reply(
            200,
            """
            {"name":"a.b","versions":[{"version":2,"sample":{"total":1.50}},
             {"version":1,"sample":{"total":0}}]}
            """)
        .reply(202, PUBLISHED);

    Called called = caller().call("send", "--sample", "a.b");

    assertThat(called.code()).isZero();
    assertThat(server.asked.getFirst().line()).isEqualTo("GET /v1/event-types/a.b");
    assertThat(server.asked.getLast().body()).contains("\"data\":{\"total\":1.50}");
  }

  @Test
  void shows_warnings_beside_the_result() {
    server.reply(202, "{\"id\":\"evt_1\",\"deliveries\":1,\"warnings\":[\"/total is missing\"]}");

    Called called = caller().call("send", "a.b");

    assertThat(called.out()).isEqualTo("evt_1  1 delivery\n");
    assertThat(called.err()).isEqualTo("warning: /total is missing\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"type\":\"a\",\"data\":1.0},\n {\"type\":\"b\",\"data\":2}]",
        "{\"type\":\"a\",\"data\":1.0}\n{\"type\":\"b\",\"data\":2}\n",
        "{\"type\":\"a\",\"data\":1.0}\r\n\r\n{\"type\":\"b\",\"data\":2}",
      })
  void publishes_all_events_of_a_file(String text) throws IOException {
    file("events.json", text);
    server.reply(
        202,
        """
        {"results":[{"status":202,"id":"evt_1","duplicate":false,"deliveries":1},
         {"status":200,"id":"evt_2","duplicate":true}]}
        """);

    Called called = caller().call("send", "-f", "events.json");

    assertThat(called.code()).isZero();
    assertThat(server.asked.getFirst().line()).isEqualTo("POST /v1/events/batch");
    assertThat(server.asked.getFirst().body())
        .isEqualTo("[{\"type\":\"a\",\"data\":1.0},{\"type\":\"b\",\"data\":2}]");
    assertThat(called.out())
        .isEqualTo(
            """
            evt_1  1 delivery
            evt_2  known already
            1 published, 1 known already, 0 refused, 1 deliveries
            """);
  }

  @Test
  void says_which_events_of_a_file_were_refused() throws IOException {
    file("events.ndjson", "{\"type\":\"a\",\"data\":1}\n\n{\"type\":\"?\",\"data\":2}\n");
    server.reply(
        202,
        """
        {"results":[{"status":202,"id":"evt_1","deliveries":0},{"status":422,"problem":
         {"status":422,"detail":"d","errors":[{"pointer":"/type","message":"must be dotted"}]}}]}
        """);

    Called called = caller().call("send", "-f", "events.ndjson");

    assertThat(called.code()).isEqualTo(1);
    assertThat(called.err()).isEqualTo("events.ndjson:3: /type must be dotted\n");
    assertThat(called.out()).contains("1 published, 0 known already, 1 refused");
  }

  @Test
  void sends_a_thousand_events_at_once_at_most() throws IOException {
    file("events.ndjson", "{\"type\":\"a\",\"id\":\"1\",\"data\":1}\n".repeat(1001));
    server.reply(202, "{\"results\":[]}").reply(202, "{\"results\":[]}");

    caller().call("send", "-f", "events.ndjson");

    assertThat(server.asked).extracting(a -> a.json().size()).containsExactly(1000, 1);
  }

  @Test
  void repeats_a_batch_whose_events_have_ids() throws IOException {
    file("events.ndjson", "{\"data\":{\"id\":1},\"id\":\"1\",\"type\":\"a\"}\n");
    server.reply(503, "1", BUSY).reply(202, "{\"results\":[{\"status\":202,\"id\":\"evt_1\"}]}");

    assertThat(caller().call("send", "-f", "events.ndjson").code()).isZero();
    assertThat(server.asked).hasSize(2);
  }

  @Test
  void never_repeats_events_without_ids() throws IOException {
    file("events.ndjson", "{\"type\":\"a\",\"data\":{\"id\":\"1\"}}\n");
    server.reply(503, "1", BUSY);

    Called called = caller().call("send", "-f", "events.ndjson");

    assertThat(called.code()).isEqualTo(1);
    assertThat(called.err()).contains("the database is away").contains("give them ids");
    assertThat(server.asked).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1]", "7", "{\"type\":\"a\"}\n\"b\"", "[[{}]]", "{\"a\":", "", "[]"})
  void a_file_that_holds_something_else_is_refused_before_anything_is_sent(String text)
      throws IOException {
    file("events.json", text);

    Called called = caller().call("send", "-f", "events.json");

    assertThat(called.code()).isEqualTo(1);
    assertThat(called.err()).startsWith("posthouse: events.json");
    assertThat(server.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "GBK"})
  void events_in_another_encoding_are_refused(String charset) throws IOException {
    byte[] bytes = "{\"type\":\"a.b\",\"data\":\"订单\"}".getBytes(Charset.forName(charset));
    Files.write(folder.resolve("events.json"), bytes);

    Called called = caller().call("send", "-f", "events.json");

    assertThat(called.code()).isEqualTo(1);
    assertThat(called.err()).startsWith("posthouse: events.json:1:").contains("not UTF-8");
    assertThat(server.asked).isEmpty();
  }

  @Test
  void a_byte_order_mark_is_no_part_of_the_data() throws IOException {
    server.reply(202, PUBLISHED);
    file("data.json", "\uFEFF[1.0]");

    caller().call("send", "a.b", "-d", "@data.json");

    assertThat(server.asked.getFirst().body()).contains("\"data\":[1.0]");
  }

  @Test
  void data_that_is_no_json_is_told_with_its_place() {
    Called called = caller().call("send", "a.b", "--data", "{\"a\":\n  x}");

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).startsWith("posthouse: --data:2:3: this is not JSON");
    assertThat(server.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "send",
        "send a.b --sample c.d",
        "send --sample c.d --data {}",
        "send -f x.json --id 7",
        "send -f x.json --data {}",
      })
  void a_call_that_makes_no_sense_is_refused(String line) {
    Called called = caller().call(line.split(" "));

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).startsWith("posthouse: ").hasLineCount(1);
    assertThat(server.asked).isEmpty();
  }
}
