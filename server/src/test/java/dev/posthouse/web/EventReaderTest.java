package dev.posthouse.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.access.Caller;
import dev.posthouse.access.Role;
import dev.posthouse.event.Flaw;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Malformed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {
  private static final Instant NOW = Instant.parse("2026-03-01T09:30:00Z");
  private final EventReader reader = new EventReader(InstantSource.fixed(NOW));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"total\": 120.50 ,\"x\":[1, 2 ]}",
        "[ ]",
        "{ }",
        "\"text \\u00e9 \\\" end\"",
        "\"\"",
        "-12.50e+3",
        "0",
        "true",
        "false",
        "null",
        "{\"汉字\":\"émoji 😀\"}"
      })
  void keeps_the_very_bytes_of_data(String data) {
    for (String around : new String[] {"%s", " %s ", "\n\t%s\r\n"}) {
      String value = around.formatted(data);
      assertThat(text(read("{\"type\":\"a.b\",\"data\":" + value + "}"))).isEqualTo(data);
      assertThat(text(read("{\"data\":" + value + ",\"subject\":\"汉字\",\"type\":\"a.b\"}")))
          .isEqualTo(data);
    }
  }

  @Test
  void reads_every_field() {
    NewEvent event =
        read(
            """
            {"type":"order.created","id":"7","source":"/erp","subject":"order/7",
             "time":"2026-02-03T04:05:06.1234567+08:00","organisation":"shanghai","actor":"li",
             "data":{}}\
            """);

    assertThat(event.type()).isEqualTo("order.created");
    assertThat(event.origin().id()).isEqualTo("7");
    assertThat(event.origin().source()).isEqualTo("/erp");
    assertThat(event.envelope().subject()).isEqualTo("order/7");
    assertThat(event.envelope().time()).isEqualTo(Instant.parse("2026-02-02T20:05:06.123456Z"));
    assertThat(event.envelope().organisation()).isEqualTo("shanghai");
    assertThat(event.envelope().actor()).isEqualTo("li");
  }

  @Test
  void an_event_without_a_time_happens_now_and_without_an_id_has_no_key() {
    NewEvent event = read("{\"type\":\"a\",\"data\":1,\"id\":null}");

    assertThat(event.envelope().time()).isEqualTo(NOW);
    assertThat(event.origin().keyed()).isFalse();
  }

  @Test
  void names_every_flaw_and_guesses_what_was_meant() {
    assertThatThrownBy(
            () -> read("{\"typ\":\"x\",\"subjekt\":\"y\",\"data\":1,\"id\":5,\"time\":\"today\"}"))
        .isInstanceOfSatisfying(
            Invalid.class,
            e -> {
              assertThat(e.flaws())
                  .extracting(Flaw::pointer)
                  .containsExactly("/typ", "/subjekt", "/id", "/time", "/type");
              assertThat(e.flaws().get(0).message()).contains("did you mean \"type\"?");
              assertThat(e.flaws().get(1).message()).contains("did you mean \"subject\"?");
              assertThat(e.flaws().get(2).message()).isEqualTo("must be a text, not 5");
            });
  }

  @Test
  void misses_data() {
    assertThatThrownBy(() -> read("{\"type\":\"a\"}"))
        .isInstanceOfSatisfying(
            Invalid.class,
            e -> assertThat(e.flaws()).extracting(Flaw::pointer).containsExactly("/data"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"type", "subject", "id", "source", "organisation", "actor"})
  void refuses_u_0000_and_half_characters(String field) {
    for (String bad : new String[] {"a\\u0000b", "a\\ud800"}) {
      String rest = field.equals("type") ? "" : ",\"type\":\"a\"";
      assertThatThrownBy(() -> read("{\"" + field + "\":\"" + bad + "\",\"data\":1" + rest + "}"))
          .isInstanceOf(Invalid.class);
    }
  }

  @Test
  void an_array_is_sent_to_where_arrays_are_taken() {
    assertThatThrownBy(() -> read("[{\"type\":\"a\",\"data\":{}}]"))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("/v1/events/batch");
    assertThatThrownBy(() -> read("7"))
        .isInstanceOf(Invalid.class)
        .hasMessageNotContaining("batch");
  }

  @Test
  void refuses_an_id_over_its_limit() {
    String most = "é".repeat(Draft.LONGEST_ID / 2);

    assertThat(read("{\"type\":\"a\",\"data\":1,\"id\":\"" + most + "\"}").origin().id())
        .isEqualTo(most);
    assertThatThrownBy(() -> read("{\"type\":\"a\",\"data\":1,\"id\":\"" + most + "x\"}"))
        .isInstanceOf(Invalid.class);
  }

  @Test
  void refuses_duplicate_keys_wherever_they_are() {
    assertMalformed("{\"type\":\"a\",\"data\":{\"a\":[{\"b\":1,\n \"b\":2}]}}", 2);
    assertMalformed("{\"type\":\"a\",\n\n\"type\":\"b\",\"data\":1}", 3);
  }

  @Test
  void takes_100_levels_and_no_more() {
    String most = "[".repeat(99) + "]".repeat(99);

    assertThat(text(read("{\"type\":\"a\",\"data\":" + most + "}"))).isEqualTo(most);
    assertMalformed("{\"type\":\"a\",\"data\":[" + most + "]}", 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"type\":\"a\",\"data\":1}x",
        "{} {}",
        "{'type':1}",
        "{\"data\":01}"
      })
  void malformed_json_has_a_place(String text) {
    assertMalformed(text, 1);
  }

  @Test
  void refuses_bytes_that_are_not_utf_8() {
    byte[] body = "{\"type\":\"a\",\n\"data\":\"汉x\"}".getBytes(StandardCharsets.UTF_8);
    body[body.length - 3] = (byte) 0xff;

    assertThatThrownBy(() -> Utf8.check(body))
        .isInstanceOfSatisfying(
            Malformed.class,
            e -> {
              assertThat(e.line()).isEqualTo(2);
              assertThat(e.column()).isEqualTo(10);
            });
  }

  @Test
  void white_space_and_an_absent_time_do_not_change_the_hash_but_content_does() {
    NewEvent one = read("{\"type\":\"a\",\"data\":{\"x\": \"a b\", \"y\" : [1, 2]}}");
    NewEvent same = read("{\"data\":{\"x\":\"a b\",\n\"y\":[1,2]},\"type\":\"a\",\"id\":\"9\"}");
    NewEvent spaced = read("{\"type\":\"a\",\"data\":{\"x\":\"ab\",\"y\":[1,2]}}");
    NewEvent timed =
        read("{\"type\":\"a\",\"time\":\"" + NOW + "\",\"data\":{\"x\":\"a b\",\"y\":[1,2]}}");

    assertThat(same.hash()).isEqualTo(one.hash());
    assertThat(spaced.hash()).isNotEqualTo(one.hash());
    assertThat(timed.hash()).isNotEqualTo(one.hash());
  }

  private void assertMalformed(String text, int line) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOfSatisfying(Malformed.class, e -> assertThat(e.line()).isEqualTo(line));
  }

  private static String text(NewEvent event) {
    return new String(event.payload().bytes(), StandardCharsets.UTF_8);
  }

  private NewEvent read(String text) {
    return reader.read(
        new Caller(new TenantId(1), Set.of(Role.PUBLISH), "key"),
        text.getBytes(StandardCharsets.UTF_8));
  }
}
