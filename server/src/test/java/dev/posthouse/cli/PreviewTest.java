package dev.posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.cli.Caller.Called;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviewTest {
  private static final String ANSWER =
      """
      {"results":[
        {"event":{"id":"evt_1","type":"order.created","time":"2026-01-01T00:00:00Z"},"matches":true,
         "request":{"method":"POST","url":"https://shop.example/hook",
          "headers":{"webhook-id":"dlv_1","X-API-Key":"***"},"body":"{\\"total\\":120.50}"},
         "missing":["order.customer_id"]},
        {"event":{"id":"evt_2","type":"order.created","time":"2026-01-01T00:00:00Z"},"matches":false,
         "because":{"en":"`order.total` is 99","zh-CN":"`order.total` 为 99"}}],
       "estimate":{"perDay":120,"basis":{"en":"the last 7 days","zh-CN":"最近 7 天"}}}
      """;

  @TempDir Path folder;
  private final TinyServer server = new TinyServer();

  @BeforeEach
  void writes_a_draft() throws IOException {
    Files.writeString(folder.resolve("draft.json"), "{\"types\":[\"order.*\"]}");
  }

  @AfterEach
  void closes() {
    server.close();
  }

  private Caller caller() {
    return Caller.of(server, folder);
  }

  @Test
  void shows_what_would_be_sent_and_why_the_rest_would_not() {
    server.reply(200, ANSWER);

    Called called = caller().call("preview", "-f", "draft.json");

    assertThat(called.code()).isZero();
    assertThat(called.out())
        .isEqualTo(
            """
            ✓ evt_1  order.created  2026-01-01T00:00:00Z
                POST https://shop.example/hook
                webhook-id: dlv_1
                X-API-Key: ***

                {
                  "total" : 120.50
                }

                not in the event: order.customer_id
            ✗ evt_2  order.created  2026-01-01T00:00:00Z
                `order.total` is 99
            1 of 2 events would be sent.
            About 120 a day (the last 7 days).
            """);
    assertThat(server.asked.getFirst().line()).isEqualTo("POST /v1/subscriptions/preview");
    assertThat(server.asked.getFirst().body())
        .isEqualTo("{\"subscription\":{\"types\":[\"order.*\"]},\"last\":20}");
  }

  @Test
  void a_payload_that_cannot_be_made_is_no_success() {
    String answer =
        """
        {"results":[{"event":{"id":"evt_1","type":"a.b","time":"2026-01-01T00:00:00Z"},"matches":true,
          "unsent":{"en":"/payload/x: division by zero","zh-CN":"/payload/x：除数为零"}}],
         "estimate":{"perDay":null,"basis":{"en":"b","zh-CN":"b"}}}
        """;
    server.reply(200, answer).reply(200, answer);

    assertThat(caller().call("preview", "-f", "draft.json").out())
        .isEqualTo(
            """
            ! evt_1  a.b  2026-01-01T00:00:00Z
                matches, but cannot be sent: /payload/x: division by zero
            0 of 1 events would be sent.
            """);
    assertThat(caller().chinese().call("preview", "-f", "draft.json").out())
        .contains("匹配，但无法发送：/payload/x：除数为零", "0 个事件会发送（共 1 个）。");
  }

  @Test
  void speaks_chinese() {
    server.reply(200, ANSWER);

    Called called = caller().chinese().call("preview", "-f", "draft.json", "--last", "2");

    assertThat(called.out())
        .contains("    `order.total` 为 99\n")
        .contains("1 个事件会发送（共 2 个）。\n预计每天约 120 个（最近 7 天）。\n");
  }

  @Test
  void asks_about_a_sample_or_the_event_of_a_file() throws IOException {
    server.reply(200, ANSWER).reply(200, ANSWER);
    Files.writeString(folder.resolve("event.json"), "{\"type\":\"a.b\",\"data\":{\"n\":1.50}}");

    caller().call("preview", "-f", "draft.json", "--sample", "a.b");
    caller().call("preview", "-f", "draft.json", "--event", "event.json");

    assertThat(server.asked.getFirst().body()).contains("\"sample\":\"a.b\"");
    assertThat(server.asked.getLast().body())
        .contains("\"event\":{\"type\":\"a.b\",\"data\":{\"n\":1.50}}");
  }

  @Test
  void asks_about_one_thing_at_a_time() {
    Called called = caller().call("preview", "-f", "draft.json", "--sample", "a", "--last", "3");

    assertThat(called.code()).isEqualTo(2);
    assertThat(server.asked).isEmpty();
  }

  @Test
  void tells_what_is_wrong_with_the_draft() {
    server.reply(
        422,
        """
        {"title":"The request is well-formed but wrong","status":422,"code":"invalid","detail":"d",
         "errors":[{"pointer":"/subscription/filter","message":"unknown function `uper`"}]}
        """);

    Called called = caller().call("preview", "-f", "draft.json");

    assertThat(called.code()).isEqualTo(1);
    assertThat(called.err())
        .isEqualTo(
            """
            posthouse: The request is well-formed but wrong
              /subscription/filter unknown function `uper`
            """);
  }
}
