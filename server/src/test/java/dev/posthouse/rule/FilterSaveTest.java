package dev.posthouse.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.posthouse.event.Flaw;
import dev.posthouse.event.Invalid;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterSaveTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "order.total > | line 1, column 14: mismatched input '<EOF>'",
        "order.total = 5 | line 1, column 13: ",
        "order.total > 100 and true | line 1, column 19: ",
        "order.status == 'draft | line 1, column 17: ",
        "event.typ == 'x' | line 1, column 6: 'event.typ' does not exist; did you mean \"type\"?",
        "event.total > 1 | 'event' has type, subject, organisation, actor",
        "has(event.total) | 'event.total' does not exist",
        "event.type == 5 | line 1, column 12: found no matching overload",
        "event.time > '2026-01-01' | line 1, column 12: found no matching overload",
        "foo(order) | there is no function 'foo'",
        "order.total.foo() | there is no function 'foo'",
        "'text' | the result is of type string, but a filter says true or false",
        "1 + 1 | the result is of type int, but a filter says true or false",
        "[order.total > 1] | the result is of type list, but a filter says true or false",
        "changed(order.total) | line 1, column 8: 'changed(…)' takes paths in quotes",
        "order.a && changed(order.total) | line 1, column 19: 'changed(…)' takes paths in quotes",
        "!changed('total') | line 1, column 9: 'changed(…)' may be a whole filter",
        "order.no.matches('(') | line 1, column 18: not a regular expression of the RE2 kind",
        "order.no.matches('(?=x)') | not a regular expression of the RE2 kind",
        "lines.all(event, event.x > 1) | 'event' is taken",
        "lines.all(data, data.x > 1) | 'data' is taken",
        "Order{total: 1} == order | messages cannot be made",
        "google.protobuf.Struct{} == order | messages cannot be made",
      })
  void refuses_with_the_place_and_the_text(String text, String message) {
    Invalid e = catchThrowableOfType(Invalid.class, () -> Filter.compile(List.of(text)));
    assertThat(e).as(text).isNotNull();
    assertThat(e.flaws()).allMatch(flaw -> flaw.pointer().equals("/filter"));
    assertThat(e)
        .message()
        .as(text)
        .contains(
            message
                .replace('\'', '`')
                .replace("`<EOF>`", "'<EOF>'")
                .replace("field `total`", "field 'total'"));
    assertThat(e).message().contains("`" + text.strip() + "`");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n"})
  void refuses_an_empty_text(String text) {
    assertThatThrownBy(() -> compile(text))
        .isInstanceOf(Invalid.class)
        .hasMessage("/filter: the filter is empty; write it like `order.total > 100`");
  }

  @Test
  void names_every_flaw_of_every_text() {
    Invalid e =
        catchThrowableOfType(
            Invalid.class, () -> Filter.compile(List.of("a >", "b > 1", "event.x == event.y")));
    assertThat(e.flaws())
        .extracting(Flaw::pointer)
        .containsExactly("/filter/0", "/filter/2", "/filter/2");
  }

  @Test
  void counts_lines() {
    assertThatThrownBy(() -> Filter.compile(List.of("order.total > 1 &&\n  event.x == 1")))
        .hasMessageContaining("line 2, column 8: ");
  }

  @Test
  void a_text_has_at_most_4096_characters() {
    assertThat(compile("a == '" + "x".repeat(4_088) + "'")).isNotNull();
    assertThat(compile("a == '" + "x".repeat(4_089) + "'")).isNotNull();
    assertThatThrownBy(() -> compile("a == '" + "x".repeat(4_090) + "'"))
        .hasMessageContaining("at most 4,096 characters, this has 4,097");
  }

  @Test
  void a_filter_has_at_most_50_texts() {
    assertThat(Filter.compile(Collections.nCopies(49, "a")).texts()).hasSize(49);
    assertThat(Filter.compile(Collections.nCopies(50, "a")).texts()).hasSize(50);
    assertThatThrownBy(() -> Filter.compile(Collections.nCopies(51, "a")))
        .hasMessageContaining("at most 50 texts, this has 51");
  }

  @Test
  void an_expression_is_at_most_50_levels_deep() {
    assertThat(compile("x" + " + x".repeat(47) + " > 1")).isNotNull();
    assertThat(compile("x" + " + x".repeat(48) + " > 1")).isNotNull();
    assertThatThrownBy(() -> compile("x" + " + x".repeat(49) + " > 1"))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("more than 50 levels deep");
    assertThat(compile("x" + " || x".repeat(500))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        "[",
        "a[",
        "-",
        "!",
        "!-",
        "{1:",
        "a.",
        "a?",
        "a?b:",
        "a+",
        "f(",
        "a.f(",
        "has(",
        "a.all(x,",
        "[[",
        "'",
        "\"\"\"",
        "a&&",
        "\\",
        "`",
        "\uD83D",
        "\u0000",
        "//",
        "0x",
        "1e"
      })
  void nothing_in_4_KB_exhausts_the_stack(String part) throws Exception {
    String opened = part.repeat(4_000 / part.length());
    String closed =
        part.repeat(1_000 / part.length())
            + "a"
            + (part.contains("[") ? "]" : ")").repeat(1_000 / part.length());
    for (String text : List.of(opened, opened + "a", closed)) {
      Throwable[] escaped = new Throwable[1];
      Thread thread =
          Thread.ofVirtual()
              .uncaughtExceptionHandler((ignored, e) -> escaped[0] = e)
              .start(() -> compileOrRefuse(text));
      thread.join();
      assertThat(escaped[0]).isNull();
    }
  }

  private static void compileOrRefuse(String text) {
    try {
      compile(text);
    } catch (Invalid e) {
      assertThat(e.flaws()).isNotEmpty();
    }
  }

  private static Filter compile(String text) {
    return Filter.compile(List.of(text));
  }
}
