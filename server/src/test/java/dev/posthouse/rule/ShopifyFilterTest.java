package dev.posthouse.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.event.Invalid;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShopifyFilterTest {
  /// The example of shopify.dev, "Filter webhook deliveries".
  private static final String VENDORS =
      "id:* AND status:active AND (product_type:Music OR product_type:Movies) AND -invalid_field:*"
          + " AND variants.taxable:true AND variants.weight:<5 AND variants.price:>=100"
          + " AND variants.title:Album*";

  private static final String MUSIC =
      """
      {"id":9554194432293,"title":"Greatest Hits Collection","status":"active","product_type":"Music",
       "vendor":"My Store","variants":[{"id":123456789,"title":"Album Edition","price":"129.99",
       "taxable":true,"weight":0.2,"sku":"GHC-001"}],"tags":"music, vinyl"}
      """;

  private static final String SHIRT =
      """
      {"id":9554194432294,"title":"T-Shirt","status":"active","product_type":"Shirts",
       "vendor":"My Store","variants":[{"id":123456790,"title":"Small","price":"29.99",
       "taxable":true,"weight":0.2,"sku":"TS-001"}],"tags":"cotton"}
      """;

  @Test
  void the_vendors_long_example_delivers_what_the_vendor_says() {
    assertThat(passes(VENDORS, MUSIC)).isTrue();
    assertThat(passes(VENDORS, SHIRT)).isFalse();
  }

  @Test
  void the_vendors_example_in_cel() {
    assertThat(Filter.compile(List.of("shopify: " + VENDORS)).inCel())
        .containsExactly(
            "valuesAt(data, \"id\") != []"
                + " && \"active\" in valuesAt(data, \"status\")"
                + " && (\"Music\" in valuesAt(data, \"product_type\")"
                + " || \"Movies\" in valuesAt(data, \"product_type\"))"
                + " && valuesAt(data, \"invalid_field\") == []"
                + " && true in valuesAt(data, \"variants.taxable\")"
                + " && numbersAt(data, \"variants.weight\").exists(v, v < 5)"
                + " && numbersAt(data, \"variants.price\").exists(v, v >= 100)"
                + " && valuesAt(data, \"variants.title\").exists(v, type(v) == string"
                + " && v.startsWith(\"Album\"))");
  }

  @Test
  void a_filter_in_cel_needs_no_translation() {
    assertThat(Filter.compile(List.of("status == 'active'")).inCel()).isEmpty();
  }

  @Test
  void any_nested_property_of_any_line_is_enough() {
    String filter = "line_items.properties.name:_your_custom_property";

    assertThat(
            passes(
                filter,
                """
                {"line_items":[{"properties":[]},{"properties":[{"name":"a"},
                {"name":"_your_custom_property"}]}]}
                """))
        .isTrue();
    assertThat(passes(filter, "{\"line_items\":[{\"properties\":[{\"name\":\"b\"}]}]}")).isFalse();
  }

  @Test
  void each_condition_is_judged_on_its_own() {
    assertThat(
            passes(
                "variants.taxable:true AND variants.price:>=100",
                "{\"variants\":[{\"taxable\":true,\"price\":\"1\"},{\"taxable\":false,\"price\":\"100\"}]}"))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "variants.price:>=10.00          | {\"variants\":[{\"price\":\"29.99\"}]}     | true",
        "variants.price:>=10.00          | {\"variants\":[{\"price\":\"9.99\"}]}      | false",
        "variants.price:>=10.00          | {\"variants\":[{\"price\":\"many\"}]}      | false",
        "variants.price:>=10.00          | {\"variants\":[]}                          | false",
        "variants.price:>=10.00          | {}                                         | false",
        "-variants.price:>=10.00         | {}                                         | true",
        "total_price:\"0.00\"            | {\"total_price\":\"0.00\"}                 | true",
        "total_price:'0.00'              | {\"total_price\":\"0.00\"}                 | true",
        "total_price:0.00                | {\"total_price\":\"0.00\"}                 | false",
        "total_price:<=0                 | {\"total_price\":\"0.00\"}                 | true",
        "id:5                            | {\"id\":5}                                 | true",
        "id:5                            | {\"id\":5.0}                               | true",
        "id:12345678901234567890123      | {\"id\":12345678901234567890123}           | true",
        "status:active                   | {\"status\":\"Active\"}                    | false",
        "status:Act*                     | {\"status\":\"Active\"}                    | true",
        "status:Act*                     | {\"status\":5}                             | false",
        "status:*                        | {\"status\":null}                          | false",
        "NOT status:*                    | {\"status\":null}                          | true",
        "customer.email:*                | {\"customer\":null}                        | false",
        "tags:vinyl                      | {\"tags\":\"music, vinyl\"}                | true",
        "tags:vin                        | {\"tags\":\"music, vinyl\"}                | false",
        "tags:vin*                       | {\"tags\":\"music, vinyl\"}                | true",
        "tags:\"old vinyl\"              | {\"tags\":\"music, old vinyl\"}            | true",
        "tags:2024                       | {\"tags\":\"2024\"}                        | true",
        "tags:vinyl                      | {\"tags\":[\"music\",\"vinyl\"]}           | true",
        "created_at:>\"2026-01-31\"      | {\"created_at\":\"2026-01-31T01:00:00+08:00\"} | false",
        "created_at:>\"2026-01-31\"      | {\"created_at\":\"2026-01-31T09:00:00+08:00\"} | true",
        "a:1 b:2                         | {\"a\":1,\"b\":2}                          | true",
        "a:1 b:2                         | {\"a\":1,\"b\":3}                          | false",
        "a:1 OR b:2 AND c:3              | {\"a\":1,\"b\":2}                          | false",
        "a:1 OR (b:2 AND c:3)            | {\"a\":1,\"b\":2}                          | true",
        "-(a:1 OR b:2)                   | {\"a\":2,\"b\":3}                          | true",
        "NOT (a:1 OR b:2)                | {\"a\":1,\"b\":3}                          | false",
        "title:A\\:B                     | {\"title\":\"A:B\"}                        | true",
        "title:\"say \\\"hi\\\"\"        | {\"title\":\"say \\\"hi\\\"\"}             | true",
        "taxable:true                    | {\"taxable\":\"true\"}                     | false",
      })
  void what_passes(String filter, String data, boolean passes) {
    assertThat(passes(filter, data)).isEqualTo(passes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "active              | column 10: a condition names a field, a colon and a value",
        "a:1 and b:2         | AND, OR and NOT are in capitals",
        "a:                  | column 12: a value is missing here",
        "(a:1                | column 10: this bracket is not closed",
        "a:1)                | column 13: there is no bracket that this one closes",
        "a:\"1               | column 12: this quotation mark is not closed",
        "a:>2026-01-31       | a time in quotation marks",
        "a:>\"yesterday\"    | this is no time",
        "a:1 AND             | a condition is missing here",
        "-                   | a condition names a field",
        "()                  | a condition is missing here",
      })
  void what_cannot_be_read_is_told_with_its_place(String filter, String message) {
    assertThatThrownBy(() -> Filter.compile(List.of("shopify: " + filter)))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "((((((((((((((((((((((a:1))))))))))))))))))))))"})
  void nothing_or_too_much_is_refused(String filter) {
    assertThatThrownBy(() -> Filter.compile(List.of("shopify:" + filter)))
        .isInstanceOf(Invalid.class);
  }

  @Test
  void and_beside_or_without_brackets_is_noted() {
    assertThat(Filter.compile(List.of("shopify: a:1 OR b:2 AND c:3")).notes())
        .singleElement()
        .asString()
        .contains("OR binds tighter");
    assertThat(Filter.compile(List.of("shopify: (a:1 OR b:2) AND c:3")).notes()).isEmpty();
    assertThat(Filter.compile(List.of("shopify: a:1 OR b:2", "c == 3")).notes()).isEmpty();
  }

  @Test
  void a_no_is_explained_by_the_value_at_the_path_or_the_first_list_on_it() {
    Filter filter = Filter.compile(List.of("shopify: status:draft"));

    assertThat(filter.test(Events.view(MUSIC)))
        .isInstanceOfSatisfying(
            Filter.Rejected.class,
            rejected ->
                assertThat(rejected.because().english())
                    .contains("shopify: status:draft", "`status` is \"active\""));
  }

  @Test
  void a_list_on_the_way_is_where_an_explanation_ends() {
    Filter filter = Filter.compile(List.of("shopify: variants.price:>500"));

    assertThat(filter.test(Events.view(MUSIC)))
        .isInstanceOfSatisfying(
            Filter.Rejected.class,
            no -> assertThat(no.reason().english()).isEqualTo("`variants` is a list of 1"));
  }

  private static boolean passes(String filter, String data) {
    return Filter.compile(List.of("shopify: " + filter)).test(Events.view(data))
        instanceof Filter.Passed;
  }
}
