package dev.posthouse.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Documents that want more time or memory than a document is worth.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DocumentLimitsTest {
  private static final String ONE =
      """
      webhooks:
        - name: a
          url: https://a.example/
          events: [order.*]
      """;

  private static void assertOne(List<String> flaws, String part) {
    assertThat(flaws).singleElement().asString().contains(part);
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "- ", "a ", "{{", "'", "{{ ", "[A"})
  void a_line_of_a_million_characters_is_read_as_fast_as_many_lines(String piece) {
    String line = piece.repeat((1 << 20) / piece.length());

    assertThat(Reading.flaws(line + "x\n\t: [")).isNotEmpty();
    assertThat(Reading.flaws("Webhook 名称:[" + line + "x\n方法:" + line + "]\n")).isNotEmpty();
    assertThat(Reading.flaws("webhooks:\n  - \"" + line.replace('"', ' ') + "\"\n")).isNotEmpty();
    assertThat(Reading.flaws(ONE + "    filter: \"" + "x".repeat(400) + line + "\"\n"))
        .isNotEmpty();
  }

  @Test
  void a_key_that_is_no_name_is_refused_by_every_reader() {
    String most = "k".repeat(Findings.LONGEST_KEY);
    String text = "Webhook 名称:a\n端点 URL:https://a.example/\n事件:order.*\n有效负载:\n  %s:x\n";

    assertThat(Reading.flaws(ONE + "    payload: {" + most + ": x}\n")).isEmpty();
    assertOne(
        Reading.flaws(ONE + "    payload: {" + most + "k: [" + "x, ".repeat(100_000) + "]}\n"),
        "5:15 /webhooks/0/payload a key has at most 1,000 characters, this one has 1,001");
    assertThat(Reading.flaws(text.formatted(most))).isEmpty();
    assertOne(Reading.flaws(text.formatted(most + "k")), "a key has at most 1,000 characters");
    InvalidDocument refused =
        catchThrowableOfType(
            InvalidDocument.class,
            () -> Documents.parseJson(("[{\"payload\":{\"" + most + "k\":[1]}}]").getBytes(UTF_8)));
    assertThat(refused.flaws()).singleElement().matches(f -> f.message().contains("1,001"));
  }

  @Test
  void long_keys_above_many_values_cost_no_more_than_the_text() {
    String begin = "k".repeat(Findings.LONGEST_KEY) + ": {";
    String deep = begin.repeat(40) + "l: [" + "x, ".repeat(199_000) + "]" + "}".repeat(40);

    assertThat(Reading.flaws(ONE + "    payload: {" + deep + "}\n    headers: [x]\n"))
        .hasSize(2)
        .anyMatch(flaw -> flaw.contains("a template has at most 262,144 characters"));
  }

  @Test
  void aliases_do_not_lead_deeper_than_the_limit() {
    String deep = "[".repeat(40) + "]".repeat(40);
    String text = ONE + "    payload: &p " + deep + "\n    tables: {a: {b: " + "[".repeat(20);
    String close = "]".repeat(20) + "}}\n";

    assertOne(Reading.flaws(text + "*p" + close), "is nested deeper than 60 levels");
    String chain = "x0: &x0 [1]\n";
    for (int i = 1; i < 70; i++) {
      chain += "x%d: &x%d [*x%d]\n".formatted(i, i, i - 1);
    }
    assertOne(Reading.flaws(chain), "59:12 /x58/0 is nested deeper than 60 levels");
  }

  @Test
  void aliases_do_not_multiply_a_long_text() {
    String many = String.join(", ", nCopies(900, "*x"));

    assertOne(
        Reading.flaws(
            ONE + "    payload: {x: &x \"" + "x".repeat(1 << 20) + "\", l: [" + many + "]}\n"),
        "more than 4194304 characters, aliases followed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "webhooks:", "webhooks: ~", "webhooks: null\n", "Webhook 列表:"})
  void a_document_that_lists_nothing_is_not_taken_for_an_empty_list(String text) {
    assertOne(Reading.flaws(text), "for no webhooks at all write `webhooks: []`");
    assertThat(Reading.flaws("webhooks: []")).isEmpty();
  }

  @Test
  void what_is_said_at_two_places_is_refused() {
    assertOne(
        Reading.flaws(
            ONE + "    timeout: 30s\n    retry: {strategy: fixed, delay: 5s, timeout: 5s}\n"),
        "6:41 /webhooks/0/retry/timeout is said already, in line 5; keep one of them");
  }

  @Test
  void an_empty_value_is_a_value_and_missing_ones_are_listed() {
    String basic = "    auth: {type: basic, username: \"[B]\", password: \"[A]\"}\n";
    var given = Map.of("A", "", "B", "anna");

    assertThat(Reading.flaws((ONE + basic).getBytes(UTF_8), given)).isEmpty();
    InvalidDocument refused =
        catchThrowableOfType(
            InvalidDocument.class,
            () ->
                Reading.content(
                    Documents.parse(ONE + basic + "    headers: {X: \"[B]\"}\n"), Map.of()));
    assertThat(refused.missing()).containsExactly("A", "B");
  }
}
