package dev.posthouse.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.event.Invalid;
import dev.posthouse.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class TemplateLimitsTest {
  @Test
  void a_text_is_as_long_as_allowed_and_no_longer() {
    String fits = "x".repeat(Template.TEXT_LIMIT - 2);

    assertThat(compile(text(fits))).isNotNull();
    assertThatThrownBy(() -> compile(text(fits + "x")))
        .hasMessageContaining("at most 262,144 characters, this has 262,145");
  }

  @Test
  void a_tree_holds_as_many_values_as_allowed_and_no_more() {
    assertThat(compile(list(Template.NODE_LIMIT - 1, "1"))).isNotNull();
    assertThatThrownBy(() -> compile(list(Template.NODE_LIMIT, "1")))
        .hasMessageContaining("at most 10,000 values");
  }

  @Test
  void a_tree_is_as_deep_as_allowed_and_no_deeper() {
    assertThat(compile(deep(Template.DEPTH_LIMIT))).isNotNull();
    assertThatThrownBy(() -> compile(deep(Template.DEPTH_LIMIT + 1)))
        .hasMessageContaining("at most 50 levels deep");
  }

  @Test
  void as_many_values_as_allowed_are_computed_and_no_more() {
    assertThat(compile(list(Template.EXPRESSION_LIMIT, "\"{{ a + 1 }}\""))).isNotNull();
    assertThat(compile(list(Template.EXPRESSION_LIMIT + 50, "\"{{ a.b }}\""))).isNotNull();
    assertThatThrownBy(() -> compile(list(Template.EXPRESSION_LIMIT + 1, "\"{{ a + 1 }}\"")))
        .hasMessageContaining("computes at most 200 values, this 201");
  }

  @Test
  void what_comes_out_is_as_large_as_allowed_and_no_larger() {
    String data = "\"" + "x".repeat(Scribe.LIMIT / 2 - 6) + "\"";
    String fits = "[\"{{ data }}\", \"{{ data }}\", \"yy\"]";

    assertThat(size(fits, data)).isEqualTo(Scribe.LIMIT);
    assertThat(failure("[\"{{ data }}\", \"{{ data }}\", \"yyy\"]", data))
        .isEqualTo("it makes more than 10 MB");
  }

  @Test
  void a_template_that_makes_far_too_much_stops_while_writing() {
    String data = "\"" + "x".repeat(1 << 20) + "\"";
    String template = Json.text(list(5_000, "\"{{ data }}\""));

    assertThat(failure(template, data)).isEqualTo("it makes more than 10 MB");
    assertThat(failure("\"" + "{{ data }}".repeat(5_000) + "\"", data))
        .isEqualTo("it makes more than 10 MB");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "big + big + big + big + big + big + big + big + big + big + big",
        "rows.map(x, big)",
        "replace(big, 'x', big)",
        "join(rows.map(x, big), '')",
        "base64(big + big + big + big + big + big + big + big + big + big)",
        "urlEncode(join([big, big, big, big, big, big], '槟'))",
        "split(join([big, big, big, big, big, big], ''), '')",
        "rows.map(x, rows.map(y, rows.map(z, 1)))",
        "toJson([big, big, big, big, big, big, big, big, big, big, big])",
        "rows.map(x, upper(big))",
        "rows.map(x, sha256(big))",
      })
  void an_expression_that_would_build_too_much_fails_soon(String expression) {
    String numbers = "0" + ",1".repeat(999);
    String data = "{\"big\":\"" + "x".repeat(1 << 20) + "\",\"rows\":[" + numbers + "]}";

    assertThat(failure(TemplateTest.quoted(expression), data))
        .matches(".*(10 MB|48 MB|10,000 iterations).*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      value = {
        "\"{{ a\" ~ line 1, column 1: `{{` is not closed",
        "\"x\\n y {{ 'a }}\" ~ line 2, column 4: `{{` is not closed",
        "\"{{ {'a': 1 }}\" ~ is not closed",
        "\"{{ }}\" ~ the expression is empty; write it like {{ order.total }}",
        "\"{{}}\" ~ the expression is empty",
        "\"{{ a. }}\" ~ in `a.`: line 1, column 3: ",
        "\"{{ a\\n+ }}\" ~ line 2, column 2: ",
        "\"{{ {{ a }} }}\" ~ in `{{ a }}`: ",
        "\"{{ Order{a: 1} }}\" ~ messages cannot be made",
        "\"{{ changed(a) }}\" ~ may stand in a filter only",
        "{\"{{ a }}\": 1} ~ a name holds no expressions",
        "\"\\ud800\" ~ holds half a character",
        "\"{{ a['\\ud800'] }}\" ~ holds half a character",
      })
  void what_is_no_template_is_refused(String json, String message) {
    assertThatThrownBy(() -> TemplateTest.compile(json))
        .isInstanceOf(Invalid.class)
        .hasMessageStartingWith("/payload")
        .hasMessageContaining(message);
  }

  @Test
  void a_long_expression_is_refused() {
    assertThatThrownBy(() -> TemplateTest.compile("\"{{ 1" + " + 1".repeat(1_024) + " }}\""))
        .hasMessageContaining("an expression has at most 4,096 characters, this has 4,097");
    assertThatThrownBy(() -> TemplateTest.compile("\"{{ 1" + " + 1".repeat(60) + " }}\""))
        .hasMessageContaining("more than 50 levels deep");
  }

  @Test
  void every_flaw_is_told_at_its_place_up_to_a_point() {
    assertThatThrownBy(
            () -> TemplateTest.compile("{\"a\": \"{{ x + }}\", \"b\": [\"ok\", \"{{ foo() }}\"]}"))
        .isInstanceOfSatisfying(
            Invalid.class,
            e ->
                assertThat(e.flaws())
                    .extracting(flaw -> flaw.pointer())
                    .containsExactly("/payload/a", "/payload/b/1"));
    assertThatThrownBy(() -> compile(list(100, "\"{{ event.x }}\"")))
        .isInstanceOfSatisfying(Invalid.class, e -> assertThat(e.flaws()).hasSize(20));
  }

  @Test
  void strange_characters_of_the_data_come_through() {
    String data = "{\"a\":\"\\ud800\\u0000\\udfff\",\"b\":\"\u007f😀\"}";

    assertThat(render("[\"{{ a }}\",\"{{ a + b }}\",\"-{{ a }}{{ b }}\"]", data))
        .isEqualTo(
            "[\"\\ud800\\u0000\\udfff\",\"\\ud800\\u0000\\udfff\u007f😀\",\"-\\ud800\\u0000\\udfff\u007f😀\"]");
  }

  @Test
  void the_weight_of_a_template_grows_with_what_it_takes_in() {
    assertThat(TemplateTest.compile("{\"a\":1}").weight(1_000)).isEqualTo(7);
    assertThat(TemplateTest.compile("[\"{{ a }}\",\"{{ b }}\"]").weight(1_000))
        .isGreaterThan(2_000)
        .isLessThan(2_100);
    assertThat(TemplateTest.compile("\"{{ a.map(x, x) }}\"").weight(1_000)).isGreaterThan(8_000);
  }

  private static Template compile(JsonNode tree) {
    return Template.compile(tree, Tables.NONE, "/payload");
  }

  private static JsonNode text(String text) {
    return Json.parse(("\"" + text + "\"").getBytes(UTF_8));
  }

  private static JsonNode list(int count, String item) {
    ArrayNode list = Json.array();
    JsonNode node = Json.parse(item.getBytes(UTF_8));
    for (int i = 0; i < count; i++) {
      list.add(node);
    }
    return list;
  }

  private static JsonNode deep(int levels) {
    JsonNode tree = text("{{ a }}");
    for (int i = 1; i < levels; i++) {
      ObjectNode object = Json.object();
      object.set("o", tree);
      tree = object;
    }
    return tree;
  }

  private static int size(String template, String data) {
    return TemplateTest.rendered(template, data).json().length;
  }

  private static String render(String template, String data) {
    return new String(TemplateTest.rendered(template, data).json(), UTF_8);
  }

  private static String failure(String template, String data) {
    return TemplateTest.failed(template, data).english();
  }
}
