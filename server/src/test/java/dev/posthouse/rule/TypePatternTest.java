package dev.posthouse.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.event.Invalid;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypePatternTest {
  @ParameterizedTest
  @CsvSource({
    "sales_order.created, sales_order.created, true",
    "sales_order.created, sales_order.updated, false",
    "sales_order.created, sales_order, false",
    "sales_order.created, sales_order.created.late, false",
    "sales_order, sales_order, true",
    "sales_order.*, sales_order.created, true",
    "sales_order.*, sales_order.line.created, true",
    "sales_order.*, sales_order, false",
    "sales_order.*, sales_order_x.created, false",
    "*.created, sales_order.created, true",
    "*.created, created, false",
    "*.created, sales.order.created, false",
    "*, a, true",
    "*, a.b.c, true",
    "*.*, a, false",
    "*.*, a.b, true",
    "*.*, a.b.c, true",
    "a.*.c, a.b.c, true",
    "a.*.c, a.b.b.c, false",
    "a.*.*, a.b, false",
    "a.*.*, a.b.c.d, true",
    "Sales.*, sales.x, false",
    "com.example.sales-order.*, com.example.sales-order.created, true",
  })
  void matches_whole_segments(String pattern, String type, boolean matches) {
    assertThat(new TypePattern(pattern).matches(type)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sales order | position 6: ` ` is not allowed",
        "sales+order | position 6: `+` is not allowed",
        ".created | position 1: an empty segment",
        "sales..created | position 7: an empty segment",
        "sales. | position 6: an empty segment",
        "sales* | position 6: `*` stands for a whole segment",
        "** | position 1: `*` stands for a whole segment",
        "订单 | position 1: `\\u8ba2` is not allowed",
      })
  void refuses_a_bad_pattern_with_position_and_example(String pattern, String message) {
    assertThatThrownBy(() -> new TypePattern(pattern))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining(message)
        .hasMessageContaining("for example `sales_order.*`");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "sales_order.created", "A1_.b.C", "7", "com.example.erp.order"})
  void accepts_names_of_types(String name) {
    assertThat(TypeName.flaw(name)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | the event type is empty",
        ". | position 1: an empty segment",
        "a.b. | position 4: an empty segment",
        "a..b | position 3: an empty segment",
        "a.*  | position 3: `*` is not allowed",
        "a/b | position 2: `/` is not allowed",
      })
  void refuses_other_names_with_position_and_example(String name, String message) {
    assertThatThrownBy(() -> TypeName.check(name))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining(message)
        .hasMessageContaining("`sales_order.created`");
  }

  @Test
  void a_type_has_at_most_255_characters() {
    assertThat(TypeName.flaw("a".repeat(254))).isEmpty();
    assertThat(TypeName.flaw("a".repeat(255))).isEmpty();
    assertThat(TypeName.flaw("a".repeat(256)))
        .hasValue("an event type has at most 255 characters, this has 256");
    assertThat(TypePattern.flaw("a".repeat(255))).isEmpty();
    assertThat(TypePattern.flaw("a".repeat(256))).isPresent();
  }

  @Test
  void many_stars_do_not_multiply_the_work() {
    TypeIndex<String> index = new TypeIndex<>();
    String stars = "*.".repeat(100);
    index.add(new TypePattern(stars + "end"), "x");
    index.add(new TypePattern(stars + "*"), "y");
    String type = IntStream.range(0, 100).mapToObj(i -> "s").collect(Collectors.joining("."));
    StringBuilder found = new StringBuilder();
    index.match(type + ".end", found::append);
    assertThat(found.toString()).isEqualTo("yx");
  }
}
