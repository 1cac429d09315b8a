package dev.posthouse.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterLimitsTest {
  private static final String BUILT = "it builds more than 1 MB of texts and lists";
  private static final String READ = "it reads more than 16 MB of texts and lists";
  private static final String ITERATED = "it takes more than 10,000 iterations";

  @Test
  void an_evaluation_takes_at_most_10000_iterations() {
    String text = "items.all(i, i == 1)";
    assertThat(test(text, items(9_999))).isInstanceOf(Filter.Passed.class);
    assertThat(test(text, items(10_000))).isInstanceOf(Filter.Passed.class);
    assertThat(reason(text, items(10_001))).isEqualTo(ITERATED);
  }

  @Test
  void iterations_of_nested_macros_count_together() {
    String text = "items.all(i, items.all(j, i == j))";
    assertThat(test(text, items(99))).isInstanceOf(Filter.Passed.class);
    assertThat(reason(text, items(100))).isEqualTo(ITERATED);
    assertThat(reason("items.map(i, items.map(j, items.map(k, 1))).size() > 0", items(22)))
        .isEqualTo(ITERATED);
    assertThat(reason("items.filter(i, items.exists(j, j == 2)).size() > 0", items(100)))
        .isEqualTo(ITERATED);
    assertThat(reason("items.exists_one(i, items.all(j, i == j))", items(100))).isEqualTo(ITERATED);
    String five = "[1,2,3,4,5,6,7,8,9,10]";
    assertThat(
            reason(
                five
                    + ".all(a, "
                    + five
                    + ".all(b, "
                    + five
                    + ".all(c, "
                    + five
                    + ".all(d, "
                    + five
                    + ".all(e, true)))))",
                "{}"))
        .isEqualTo(ITERATED);
  }

  @Test
  void iterations_of_macros_one_after_the_other_count_together() {
    String text = "items.all(i, i == 1) && items.all(i, i == 1)";
    assertThat(test(text, items(5_000))).isInstanceOf(Filter.Passed.class);
    assertThat(reason(text, items(5_001))).isEqualTo(ITERATED);
  }

  @Test
  void builds_at_most_1_MB_of_text() {
    String text = "items.all(i, text + text != '')";
    String json = "{\"text\": \"" + "x".repeat(512) + "\", \"items\": %s}";
    assertThat(test(text, json.formatted(list(1_023)))).isInstanceOf(Filter.Passed.class);
    assertThat(test(text, json.formatted(list(1_024)))).isInstanceOf(Filter.Passed.class);
    assertThat(reason(text, json.formatted(list(1_025)))).isEqualTo(BUILT);
  }

  @Test
  void a_text_that_doubles_again_and_again_is_stopped() {
    String doubled = "'xxxxxxxx'";
    for (int i = 0; i < 8; i++) {
      doubled = "[" + doubled + "].map(t, t + t + t + t)[0]";
    }
    assertThat(reason(doubled + ".size() > 0", "{}")).isEqualTo(BUILT);
  }

  @Test
  void a_list_that_doubles_again_and_again_is_stopped() {
    String doubled = "[1, 2, 3, 4]";
    for (int i = 0; i < 10; i++) {
      doubled = "[" + doubled + "].map(t, t + t + t + t)[0]";
    }
    assertThat(reason(doubled + ".size() > 0", "{}")).isEqualTo(BUILT);
    String big = IntStream.range(0, 500).mapToObj(i -> "1").collect(Collectors.joining(","));
    assertThat(reason("items.map(i, [" + big + "]).size() > 0", items(1_000))).isEqualTo(BUILT);
  }

  @Test
  void an_exceeded_limit_is_a_no_even_beside_a_truth() {
    String text = "items.map(i, items.map(j, text + text)).size() > 0 || true";
    String json = "{\"text\": \"" + "x".repeat(100_000) + "\", \"items\": " + list(20) + "}";
    assertThat(reason(text, json)).isEqualTo(BUILT);
  }

  @Test
  void lists_of_10000_entries_can_be_mapped() {
    assertThat(test("items.map(i, i + 1).size() == 10000", items(10_000)))
        .isInstanceOf(Filter.Passed.class);
    assertThat(test("items.filter(i, i == 1).size() == 10000", items(10_000)))
        .isInstanceOf(Filter.Passed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "items.all(i, text.matches('x+y') == false)",
        "items.all(i, !text.contains('xxxy'))",
        "items.all(i, text.size() > 1)",
        "items.all(i, text == other)",
        "items.all(i, text <= other)",
        "items.all(i, !(2 in items))",
        "items.all(i, items == copy)",
        "items.all(i, int(text) == 1 || true)",
      })
  void reads_at_most_16_MB(String text) {
    String x = "\"" + "x".repeat(10_000) + "\"";
    String json =
        "{\"text\": %s, \"other\": %s, \"items\": %s, \"copy\": %s}"
            .formatted(x, x, list(5_000), list(5_000));
    assertThat(reason(text, json)).isEqualTo(READ);
  }

  @Test
  void regular_expressions_are_bounded_in_length_and_repetition() {
    String json = "{\"pattern\": \"%s\", \"text\": \"x\"}";
    assertThat(test("text.matches('x') && !text.matches('y')", json.formatted("x")))
        .isInstanceOf(Filter.Passed.class);
    assertThat(reason("text.matches(pattern)", json.formatted("x?".repeat(501))))
        .startsWith("a regular expression has at most 1,000 characters");
    assertThat(test("text.matches(pattern)", json.formatted("x?".repeat(500))))
        .isInstanceOf(Filter.Passed.class);
    assertThat(reason("text.matches(pattern)", json.formatted("((x{100}){100}){100}")))
        .contains("repe");
    assertThat(reason("text.matches(pattern)", json.formatted("(((x{30}){30}){30}){30}")))
        .contains("repe");
  }

  @Test
  void a_regular_expression_is_charged_once_for_itself() {
    String pattern = "'^" + "[a-z]+-".repeat(20) + "'";
    String json = "{\"text\": \"a-b\", \"items\": " + list(9_999) + "}";
    assertThat(test("items.all(i, !text.matches(" + pattern + "))", json))
        .isInstanceOf(Filter.Passed.class);
  }

  @Test
  void exponential_patterns_take_linear_time() {
    String json = "{\"text\": \"" + "a".repeat(100_000) + "b\"}";
    assertThat(test("!text.matches('^(a+)+$')", json)).isInstanceOf(Filter.Passed.class);
  }

  @Test
  void data_may_be_100_levels_deep() {
    String text = "data.size() == 1";
    assertThat(test(text, nested(99))).isInstanceOf(Filter.Passed.class);
    assertThat(test(text, nested(100))).isInstanceOf(Filter.Passed.class);
    assertThat(reason(text, nested(101))).isEqualTo("`data` is not JSON that can be read");
    assertThat(test("data == data && [data] != [1]", nested(100)))
        .isInstanceOf(Filter.Passed.class);
  }

  private static String nested(int levels) {
    return "[".repeat(levels) + "1".repeat(levels == 1 ? 0 : 1) + "]".repeat(levels);
  }

  private static String items(int count) {
    return "{\"items\": " + list(count) + "}";
  }

  private static String list(int count) {
    return "[" + "1,".repeat(count - 1) + "1]";
  }

  private static String reason(String text, String json) {
    Filter.Result result = test(text, json);
    assertThat(result).as(text).isInstanceOf(Filter.Rejected.class);
    assertThat(((Filter.Rejected) result).failed()).isTrue();
    return ((Filter.Rejected) result).reason().english();
  }

  private static Filter.Result test(String text, String json) {
    return Filter.compile(List.of(text)).test(Events.view(json));
  }
}
