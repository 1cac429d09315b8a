package dev.posthouse.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.posthouse.event.Flaw;
import dev.posthouse.event.Invalid;
import dev.posthouse.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTest {
  private static final Schema ORDER =
      schema(
          """
          {"type": "object", "required": ["order"], "properties": {"order": {
            "type": "object", "required": ["id", "total"], "additionalProperties": false,
            "properties": {
              "id": {"type": "string", "minLength": 1, "maxLength": 5},
              "status": {"enum": ["draft", "confirmed"]},
              "total": {"type": "number", "minimum": 0, "multipleOf": 0.01},
              "customer": {"$ref": "#/$defs/customer"},
              "date": {"type": "string", "format": "date"},
              "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
              "lines": {"type": "array", "uniqueItems": true, "items": {
                "type": "object", "properties": {"sku": {"type": "string"},
                  "quantity": {"type": "integer"}}}},
              "extra": {"type": "object", "additionalProperties": {"type": "string"}},
              "note": {"type": ["string", "null"]},
              "any": {"description": "whatever"}}}},
           "$defs": {"customer": {"type": "object", "properties": {"name": {"type": "string"}}}}}
          """);

  @Test
  void data_that_are_regular_expressions_are_not_compiled() {
    Schema schema = schema("{\"items\": {\"format\": \"regex\"}}");
    String dear = "\"(" + "x".repeat(900) + "){1000}\"";
    String many = "[" + (dear + ",").repeat(5_000) + "\"(\"]";

    assertThat(schema.check(many.getBytes(UTF_8))).isEmpty();
  }

  @Test
  void a_pattern_that_is_too_long_is_refused() {
    String pattern = "x".repeat(1_001);

    assertThatExceptionOfType(Invalid.class)
        .isThrownBy(() -> schema("{\"pattern\": \"" + pattern + "\"}"))
        .withMessageContaining("at most 1,000 characters");
  }

  private static Schema schema(String json) {
    return Schema.compile(Json.parse(json.getBytes(UTF_8)), "/schema");
  }

  private static List<Flaw> check(String order) {
    return ORDER.check(("{\"order\": " + order + "}").getBytes(UTF_8));
  }

  @Test
  void takes_data_that_fit() {
    assertThat(
            check(
                """
                {"id": "7", "total": 120.50, "status": "draft", "customer": {"name": "Tan"},
                 "date": "2026-03-01", "currency": "MYR", "note": null,
                 "lines": [{"sku": "A", "quantity": 1.0}, {"sku": "B", "quantity": 2}],
                 "extra": {"a": "b"}, "any": [1]}
                """))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"total": 1}                                | /order/id               | is missing
          {"id": 7, "total": 1}                       | /order/id               | must be a text, not a number
          {"id": "", "total": 1}                      | /order/id               | must have at least 1 characters
          {"id": "123456", "total": 1}                | /order/id               | must have at most 5 characters
          {"id": "7", "total": "1"}                   | /order/total            | must be a number, not a text
          {"id": "7", "total": -1}                    | /order/total            | must be at least 0
          {"id": "7", "total": 1.001}                 | /order/total            | must be a multiple of 0.01
          {"id": "7", "total": 1e999999999, "totl": 1}| /order/totl             | is not a field that the schema knows; did you mean "total"?
          {"id": "7", "total": 1, "status": "x"}      | /order/status           | must be one of draft, confirmed
          {"id": "7", "total": 1, "date": "1.3.2026"} | /order/date             | must be a date, such as 2026-03-01
          {"id": "7", "total": 1, "currency": "myr"}  | /order/currency         | must match the regular expression ^[A-Z]{3}$
          {"id": "7", "total": 1, "customer": {"name": 1}} | /order/customer/name | must be a text, not a number
          {"id": "7", "total": 1, "lines": [{"quantity": 1.5}]} | /order/lines/0/quantity | must be a whole number, not a fraction
          {"id": "7", "total": 1, "lines": [{"quantity": 1}, {"quantity": 1.0}]} | /order/lines | must not hold the same item twice
          {"id": "7", "total": 1, "note": 1}          | /order/note             | must be a text or null, not a number
          []                                          | /order                  | must be an object, not a list
          """)
  void says_what_is_wrong_and_where(String order, String pointer, String message) {
    assertThat(check(order)).containsExactly(new Flaw(pointer, message));
  }

  @Test
  void names_at_most_twenty_flaws_however_many_there_are() {
    String lines = "{},".repeat(100_000) + "{}";
    Schema lists = schema("{\"items\": {\"required\": [\"sku\"]}}");
    assertThat(lists.check(("[" + lines + "]").getBytes(UTF_8)))
        .hasSize(Schema.MOST_FLAWS)
        .startsWith(new Flaw("/0/sku", "is missing"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          3                                        | /schema              | must be an object or true or false, not a number
          {"type": "strng"}                        | /schema/type         | must be one of array, boolean
          {"properties": 3}                        | /schema/properties   | must be an object, not a number
          {"required": "id"}                       | /schema/required     | must be a list, not a text
          {"$schema": "http://json-schema.org/draft-07/schema#"} | /schema/$schema | must be "https://json-schema.org/draft/2020-12/schema"
          {"items": {"$id": "http://x.example/"}}  | /schema/items/$id    | at the top only
          {"$ref": "#"}                            | /schema/$ref         | may not contain itself
          {"$ref": "#/$defs/a", "$defs": {"a": {"items": {"$ref": "#/$defs/a"}}}} | /schema/$defs/a | recursive
          {"$ref": "http://127.0.0.1:1/a.json"}    | /schema/$ref         | nothing is fetched
          {"$ref": "a.json"}                       | /schema/$ref         | nothing is fetched
          {"$ref": "#name"}                        | /schema/$ref         | nothing is fetched
          {"$ref": "#/$defs/adress", "$defs": {"address": {}}} | /schema/$ref | did you mean "#/$defs/address"?
          {"$ref": "#/enum/0", "enum": [{}]}       | /schema/$ref         | there is no schema at "#/enum/0"
          {"$dynamicRef": "#/$defs/a", "$defs": {"a": {}}} | /schema/$dynamicRef | refer by "$ref"
          {"properties": {"a/b": {"pattern": "(a+"}}} | /schema/properties/a~1b/pattern | regular expression
          {"pattern": "^(?=a)b"}                   | /schema/pattern      | regular expression
          {"pattern": "((a{1,100}){1,100}){1,100}"} | /schema/pattern     | regular expression
          {"patternProperties": {"(": {}}}         | /schema/patternProperties/( | regular expression
          {"pattern": "(abcdefgh){300}"}           | /schema/pattern      | repeats too much
          """)
  void refuses_what_is_no_schema_for_us(String json, String pointer, String message) {
    assertThatExceptionOfType(Invalid.class)
        .isThrownBy(() -> schema(json))
        .satisfies(e ->
            assertThat(e.flaws())
                .anySatisfy(flaw -> {
                  assertThat(flaw.pointer()).isEqualTo(pointer);
                  assertThat(flaw.message()).contains(message);
                }));
  }

  @Test
  void never_fetches_a_schema() throws IOException {
    try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      listener.setSoTimeout(300);
      String address = "http://127.0.0.1:" + listener.getLocalPort() + "/schema.json";
      for (String keyword : List.of("$ref", "$dynamicRef", "$schema")) {
        String json = "{\"%s\": \"%s\"}".formatted(keyword, address);
        assertThatExceptionOfType(Invalid.class).isThrownBy(() -> schema(json));
      }
      schema("{\"$id\": \"%s\", \"type\": \"object\"}".formatted(address))
          .check("{}".getBytes(UTF_8));
      assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(listener::accept);
    }
  }

  @Test
  void refuses_a_schema_with_a_number_beyond_all_bounds() {
    assertThatExceptionOfType(Invalid.class)
        .isThrownBy(() -> schema("{\"maxItems\":21e4000}"))
        .withMessageContaining("too large or too small to be used");
  }

  @Test
  void a_number_beyond_all_bounds_in_the_data_is_told() {
    Schema schema = schema("{\"minimum\":0}");
    assertThat(schema.check("1e-99999999999999".getBytes(UTF_8)))
        .singleElement()
        .matches(flaw -> flaw.message().contains("too large or too small to be checked"));
    assertThat(schema.check("1e999999".getBytes(UTF_8))).isEmpty();
  }

  @Test
  void refuses_a_schema_over_256_kb() {
    String fits = "{\"title\":\"%s\"}".formatted("x".repeat(Schema.SIZE_LIMIT - 12));
    String over = fits.replaceFirst("x", "xx");
    assertThat(schema(fits).json().path("title").asString()).startsWith("xxx");
    assertThatExceptionOfType(Invalid.class)
        .isThrownBy(() -> schema(over))
        .withMessageContaining("at most 262,144 bytes, this has 262,145");
  }

  @ParameterizedTest
  @ValueSource(strings = {"items", "allOf"})
  void refuses_schemas_nested_more_than_50_deep(String keyword) {
    boolean list = keyword.equals("allOf");
    String begin = "{\"" + keyword + "\":" + (list ? "[" : "");
    String end = list ? "]}" : "}";
    int most = Math.min(SchemaTree.DEPTH_LIMIT, list ? 45 : SchemaTree.DEPTH_LIMIT) - 1;
    schema(begin.repeat(most) + "{}" + end.repeat(most));
    if (!list) {
      assertThatExceptionOfType(Invalid.class)
          .isThrownBy(() -> schema(begin.repeat(most + 1) + "{}" + end.repeat(most + 1)))
          .withMessageContaining("more than 50 schemas deep");
    }
  }

  @Test
  void refuses_references_that_unfold_to_more_than_10000_schemas() {
    assertThatExceptionOfType(Invalid.class)
        .isThrownBy(() -> schema(doubling(20)))
        .withMessageContaining("unfolds to more than 10,000 schemas");
    assertThat(schema(doubling(10)).check("1".getBytes(UTF_8))).isEmpty();
  }

  /// Each definition applies the next one twice.
  private static String doubling(int times) {
    String definitions =
        IntStream.range(0, times)
            .mapToObj(i ->
                "\"d%d\":{\"allOf\":[{\"$ref\":\"#/$defs/d%d\"},{\"$ref\":\"#/$defs/d%d\"}]}"
                    .formatted(i, i + 1, i + 1))
            .collect(Collectors.joining(","));
    return "{\"$ref\":\"#/$defs/d0\",\"$defs\":{%s,\"d%d\":{}}}".formatted(definitions, times);
  }

  @Test
  void gives_up_a_check_that_takes_too_many_steps() {
    String choices =
        IntStream.range(0, 2_000)
            .mapToObj("{\"const\":%d}"::formatted)
            .collect(Collectors.joining(","));
    Schema costly = schema("{\"items\":{\"anyOf\":[%s]}}".formatted(choices));
    String data = "[" + "1999,".repeat(5_000) + "1999]";
    assertThat(costly.check(data.getBytes(UTF_8)))
        .singleElement()
        .satisfies(flaw -> assertThat(flaw.message()).contains("steps to check"));
  }

  @Test
  void compares_items_with_equal_hash_codes_in_time() {
    Schema unique = schema("{\"uniqueItems\": true}");
    String items =
        IntStream.range(0, 1 << 16)
            .mapToObj(i ->
                IntStream.range(0, 16)
                    .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                    .collect(Collectors.joining("", "\"", "\"")))
            .collect(Collectors.joining(","));
    assertThat(unique.check(("[" + items + "]").getBytes(UTF_8))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "order, true",
    "order.total, true",
    "order.customer.name, true",
    "order.lines.0.sku, true",
    "order.extra.colour, true",
    "order.any.thing.at.all, true",
    "order.totl, false",
    "total, false",
    "order.total.amount, false",
    "order.customer.email, false",
    "order.lines.sku, false",
    "order.status.name, false"
  })
  void knows_the_paths_that_it_describes(String path, boolean known) {
    assertThat(ORDER.knows(List.of(path.split("\\.")))).isEqualTo(known);
  }

  @ParameterizedTest
  @CsvSource({
    "order.totl, order.total",
    "ordr.total, order.total",
    "total, order.total",
    "order.customer.nmae, order.customer.name",
    "customer.name, order.customer.name",
    "order.zzzzzz, ''"
  })
  void suggests_what_was_meant(String path, String meant) {
    assertThat(ORDER.suggestion(List.of(path.split("\\."))).orElse("")).isEqualTo(meant);
  }

  @Test
  void knows_every_path_where_nothing_is_said() {
    assertThat(schema("{}").knows(List.of("a", "b"))).isTrue();
    assertThat(schema("{\"type\": \"object\"}").knows(List.of("a", "b"))).isTrue();
    assertThat(schema("true").knows(List.of("a"))).isTrue();
    assertThat(schema("{\"type\": \"string\"}").knows(List.of("a"))).isFalse();
  }

  @Test
  void knows_the_paths_of_every_alternative() {
    Schema either =
        schema(
            """
            {"oneOf": [{"properties": {"a": {"properties": {"x": {}}}}},
                       {"properties": {"b": {}}}],
             "patternProperties": {"^x-": {}}}
            """);
    assertThat(either.knows(List.of("a", "x"))).isTrue();
    assertThat(either.knows(List.of("b"))).isTrue();
    assertThat(either.knows(List.of("x-colour"))).isTrue();
    assertThat(either.knows(List.of("c"))).isFalse();
  }
}
