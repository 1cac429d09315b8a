package dev.posthouse.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentFlawsTest {
  private static final String ONE =
      """
      webhooks:
        - name: a
          url: https://a.example/
          events: [order.*]
      """;

  private static List<String> flaws(String more) {
    return Reading.flaws(ONE + more.indent(4));
  }

  private static void assertOnly(List<String> flaws, String expected) {
    assertThat(flaws).singleElement().asString().startsWith(expected);
  }

  @Test
  void a_byte_order_mark_and_crlf_do_no_harm() {
    byte[] text = ("\uFEFF" + ONE.replace("\n", "\r\n")).getBytes(UTF_8);
    byte[] dialect = ("\uFEFF\r\n" + DocumentTest.DIALECT.replace("\n", "\r\n")).getBytes(UTF_8);

    assertThat(Reading.flaws(text, Map.of())).isEmpty();
    assertThat(Reading.flaws(dialect, DocumentTest.VALUES)).isEmpty();
  }

  @Test
  void other_encodings_are_named_with_their_place() {
    for (Charset wide : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE)) {
      assertOnly(
          Reading.flaws(ONE.getBytes(wide), Map.of()), "1:1  the text is UTF-16 or UTF-32; save");
    }
    byte[] latin = (ONE + "# caf\u00e9\n").getBytes(StandardCharsets.ISO_8859_1);
    assertOnly(Reading.flaws(latin, Map.of()), "5:6  byte 0xE9 is not UTF-8 here;");
    byte[] chinese = (ONE + "# 订单\n").getBytes(Charset.forName("GBK"));
    assertOnly(Reading.flaws(chinese, Map.of()), "5:3  byte 0xB6 is not UTF-8 here;");
    assertOnly(flaws("body: \"a\u0001b\""), "5:13  control character U+0001; take it out");
  }

  @Test
  void a_bomb_of_aliases_stops_at_a_limit() {
    var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      String ten = String.join(", ", nCopies(10, "*a" + (i - 1)));
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ten));
    }

    assertThat(Reading.flaws(bomb.toString()))
        .singleElement()
        .asString()
        .contains("more than 200000 values, aliases followed");
  }

  @Test
  void as_many_aliases_as_the_limit_are_followed_and_no_more() {
    String begin = ONE + "    payload:\n      x: &x 1\n      l: [";
    String most = String.join(", ", nCopies(YamlReader.MOST_ALIASES, "*x"));

    assertThat(Reading.flaws(begin + most + "]\n")).isEmpty();
    assertThat(Reading.flaws(begin + most + ", *x]\n"))
        .singleElement()
        .asString()
        .endsWith("/webhooks/0/payload/l/1000 more than 1000 aliases");
  }

  @Test
  void an_alias_within_its_own_anchor_is_refused() {
    assertOnly(
        Reading.flaws("webhooks: &w\n  - *w\n"),
        "2:5 /webhooks/0 *w stands for nothing that is complete before it");
  }

  @Test
  void nesting_ends_at_a_limit() {
    int levels = YamlReader.MOST_DEPTH - 3;

    assertThat(flaws("headers: " + "[".repeat(levels) + "]".repeat(levels)))
        .singleElement()
        .asString()
        .contains("must be a group of names");
    assertThat(flaws("headers: " + "[".repeat(levels + 1) + "]".repeat(levels + 1)))
        .singleElement()
        .asString()
        .contains("is nested deeper than 60 levels");
    assertThat(Reading.flaws("[".repeat(1 << 20))).hasSize(1);
    assertThat(Reading.flaws("{a: ".repeat(1 << 18))).hasSize(1);
  }

  @Test
  void tags_duplicate_keys_tabs_and_second_documents_are_refused() {
    assertOnly(flaws("timeout: !!str 30s"), "5:14 /webhooks/0/timeout the tag tag:yaml.org");
    assertThat(flaws("name: b\nheaders: {X-A: 1, X-A: 2}\npayload: {a: {b: x, b: y}}"))
        .containsExactly(
            "5:5 /webhooks/0/name the key `name` stands in line 2 already; keep one of them",
            "6:23 /webhooks/0/headers/X-A the key `X-A` stands in line 6 already; keep one of them",
            "7:25 /webhooks/0/payload/a/b the key `b` stands in line 7 already; keep one of them");
    assertThat(Reading.flaws("webhooks:\n\t- name: a\n\t  url: b\n"))
        .contains(
            "2:1  a tab cannot indent in YAML; use two spaces for each level",
            "3:1  a tab cannot indent in YAML; use two spaces for each level");
    assertOnly(Reading.flaws(ONE + "---\n" + ONE), "5:1  a second document begins here (---)");
  }

  @Test
  void full_width_colons_and_missing_spaces_are_shown_at_every_place() {
    assertThat(Reading.flaws("webhooks：\n  - 名称：a\n    端点 URL：https://a.example/\n"))
        .containsExactly(
            "1:9  `webhooks` is followed by the full-width colon ：; write `webhooks: `, with an ASCII colon and a space",
            "2:7  `名称` is followed by the full-width colon ：; write `名称: `, with an ASCII colon and a space",
            "3:11  `端点 URL` is followed by the full-width colon ：; write `端点 URL: `, with an ASCII colon and a space");
    assertThat(Reading.flaws("webhooks:\n  - 名称:a\n    端点 URL:https://a.example/\n"))
        .containsExactly(
            "2:5 /webhooks/0 must be a webhook with name and url, not a single value; write `名称: …`, with an ASCII colon and a space");
  }

  @Test
  void templates_without_quotes_are_shown_at_every_place() {
    assertThat(flaws("payload:\n  id: {{ order.id }}\n  both: {{ a }} and {{ b }}"))
        .contains(
            "6:11  a template stands in quotes in YAML: \"{{ order.id }}\"",
            "7:13  a template stands in quotes in YAML: \"{{ a }} and {{ b }}\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "filtes: [x]|filtes|did you mean filters (筛选器)?",
        "筛选: [x]|筛选|did you mean filters (筛选器)?",
        "重试: {}|重试|did you mean retry (重试策略)?",
        "端点: x|端点|did you mean url (端点 URL)?",
        "rateLimit: 10/s|rateLimit|`rateLimit` belongs into security (安全设置)",
        "速率限制: 10/s|速率限制|`速率限制` belongs into security (安全设置)",
        "foo: bar|foo|known are name (名称), url (端点 URL), method (方法)",
      })
  void unknown_keys_come_with_the_right_spelling(String line, String key, String hint) {
    assertThat(flaws(line))
        .singleElement()
        .asString()
        .startsWith("5:5 /webhooks/0/" + key + " ")
        .contains(hint);
  }

  @Test
  void everything_is_told_at_once() {
    assertThat(
            flaws(
                """
                timeout: [1]
                method: GET
                headers: [a]
                retry: fast
                enabled: maybe
                security: {concurrency: many, tls: perhaps, rateLimit: 5/year, allowedIps: [10.0.0.300, {a: b}]}
                filters: ["a >", {x: 1}, "order.total > 1"]
                webhookId: both
                """))
        .hasSize(13)
        .anyMatch(f -> f.startsWith("5:14 /webhooks/0/timeout must be a single value, not a list"))
        .anyMatch(f -> f.startsWith("6:13 /webhooks/0/method must be one of POST, PUT, PATCH"))
        .anyMatch(
            f -> f.startsWith("10:81 /webhooks/0/security/allowedIps/0 \"10.0.0.300\" is not"))
        .anyMatch(f -> f.startsWith("11:15 /webhooks/0/filters/0 "))
        .anyMatch(f -> f.startsWith("12:16 /webhooks/0/webhookId must be one of delivery (投递)"));
  }

  @Test
  void findings_end_at_a_limit() {
    var text = new StringBuilder("webhooks:\n");
    for (int i = 0; i < 200; i++) {
      text.append("  - {name: w%d, url: ftp://a.example, events: [x]}\n".formatted(i));
    }

    List<String> flaws = Reading.flaws(text.toString());

    assertThat(flaws).hasSize(Findings.MOST + 1);
    assertThat(flaws.getLast()).contains("there is more; mend these 100 first");
  }

  @Test
  void what_is_missing_is_named_in_both_languages() {
    assertThat(Reading.flaws("webhooks:\n  - 名称: a\n    认证: {类型: API 密钥}\n    重试策略: {}\n"))
        .containsExactly(
            "2:5 /webhooks/0/url url (端点 URL) is missing",
            "2:5 /webhooks/0/events events (事件触发器) is missing; write [\"sales_order.created\"], [\"sales_order.*\"] or [\"*\"]",
            "3:5 /webhooks/0/认证/header header (标头) is missing",
            "3:5 /webhooks/0/认证/value value (值) is missing",
            "4:5 /webhooks/0/重试策略/strategy strategy (策略) is missing; write exponential, fixed or list");
  }

  @Test
  void the_short_form_tells_its_flaws_with_their_places() {
    String text =
        """
        Webhook 名称:a
        端点 URL:https://a.example/
        事件触发器:
          - order.*
           - x
        筛选器:
          [a, b]
        方法
        认证:
          类型:API 密钥
            值:x
        \t标头:y
        """;

    assertThat(Reading.flaws(text))
        .containsExactly(
            "5:4 /事件触发器/0 is indented below a value; move it to the left",
            "7:3 /筛选器 is neither `键:值` nor an item of the list above (`- …`)",
            "8:1  is neither `键:值` nor an item of the list above (`- …`)",
            "11:5 /认证/类型 is indented below a value; move it to the left",
            "12:1  a tab or a full-width space cannot indent; use two spaces");
    assertOnly(
        Reading.flaws("Webhook 名称:a\n端点 URL:ftp://a.example:8080/x\n事件触发器:[a, b]\n"),
        "3:7 /事件触发器 lists and groups stand on lines of their own here");
    assertOnly(
        Reading.flaws("Webhook 名称：a\n端点 URL：ftp://a.example:8080/x\n事件触发器:\n- a\n"),
        "2:1 /端点 URL must begin with https:// or http://");
  }

  @Test
  void several_webhooks_in_the_short_form_are_told_apart() {
    String text = "Webhook 名称:a\n端点 URL:https://a.example/\n事件触发器:\n  - order.*\n";

    assertThat(Reading.forms(text + text.replace(":a\n", ":b\n"), Map.of())).hasSize(2);
    assertOnly(
        Reading.flaws(text + text.replace(":a\n", ":b\n").replace("https", "ftp")),
        "6:1 /1/端点 URL must begin with");
  }

  @Test
  void no_message_repeats_the_value_of_a_placeholder_or_of_a_secret() {
    String text =
        """
        webhooks:
          - name: a
            url: "[U]"
            events: [x]
            headers: {X-A: "[H]"}
            security: {allowedIps: ["[I]", "[J]"]}
            auth: {type: bearer, token: {a: secret-1}}
        """;
    var values = Map.of("U", "secret-2", "H", "secret-\u00e9", "I", "10.0.0.1 secret-3", "J", " ");

    List<String> flaws = Reading.flaws(text.getBytes(UTF_8), values);

    assertThat(flaws).hasSize(5);
    assertThat(flaws.toString()).doesNotContain("secret");
    assertThat(flaws)
        .contains(
            "3:5 /webhooks/0/url the value of [U] does not fit here; give a URL, such as https://example.com/hooks");
  }

  @Test
  void every_missing_value_is_told_by_name() {
    String text =
        """
        webhooks:
          - {name: a, url: "[A]", events: [x], headers: {X: "[B]"}}
          - name: b
            url: https://b.example/
            events: [x]
            auth: {type: basic, username: "[C]", password: [D]}
            security: {allowedIps: [[E]]}
            payload: {a: "[F]"}
        """;

    List<String> flaws = Reading.flaws(text);

    assertThat(flaws).hasSize(5);
    for (String name : List.of("A", "B", "C", "D", "E")) {
      assertThat(flaws).anyMatch(f -> f.contains("no value is given for [" + name + "]"));
    }
  }

  @Test
  void damaged_documents_never_fail_but_by_flaws() {
    var random = new Random(7);
    for (String good : List.of(DocumentTest.ENGLISH, DocumentTest.CHINESE, DocumentTest.DIALECT)) {
      var pieces =
          new ArrayList<>(
              List.of(
                  "\t", "：", "{{", "}}", "&a ", "*a ", "!x ", "- ", "\n", "[", "]", "\"", "  ", ":",
                  "|"));
      for (int i = 0; i < 400; i++) {
        int at = random.nextInt(good.length());
        int end = Math.min(good.length(), at + random.nextInt(4));
        String damaged =
            good.substring(0, at) + pieces.get(random.nextInt(pieces.size())) + good.substring(end);
        assertThat(Reading.flaws(damaged.getBytes(UTF_8), DocumentTest.VALUES))
            .allMatch(flaw -> !flaw.startsWith("0:"));
      }
    }
  }
}
