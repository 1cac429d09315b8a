package dev.posthouse.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.json.Json;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuickCheckTest {
  private static final String ORDER =
      """
      {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Order",
       "type": "object", "required": ["id", "total"], "additionalProperties": {"type": "string"},
       "properties": {
         "id": {"type": "string", "minLength": 1, "maxLength": 4},
         "total": {"type": "number", "minimum": 0, "exclusiveMaximum": 9.5},
         "count": {"type": "integer", "exclusiveMinimum": 0, "maximum": 3},
         "status": {"enum": ["a", "b", 3]},
         "word": {"type": ["string", "null"], "enum": ["x", null]},
         "date": {"format": "date"}, "time": {"type": "string", "format": "date-time"},
         "mail": {"type": "string", "format": "email"},
         "code": {"type": "string", "pattern": "^[A-Z]{2}$"},
         "flag": {"type": "boolean"},
         "more": {"$ref": "#/$defs/more"},
         "never": false, "any": true,
         "list": {"type": "array", "minItems": 1, "maxItems": 2, "items": {"$ref": "#/$defs/more"}}},
       "$defs": {"more": {"type": "object", "required": ["k"], "properties": {"n": {"type": "null"}}}}}
      """;

  /// Values that are near to what the schema takes, and some that are not.
  private static final List<String> VALUES =
      List.of(
          "\"\"",
          "\"a\"",
          "\"abcd\"",
          "\"abcde\"",
          "\"😀😀😀😀\"",
          "\"x\"",
          "\"AB\"",
          "0",
          "-0.0",
          "1",
          "1.0",
          "3",
          "4",
          "9.5",
          "9.499999999999999999999",
          "9.4",
          "0.0000001",
          "-1e-400",
          "1e400",
          "123456789012345678901234567890",
          "null",
          "true",
          "{}",
          "[]",
          "{\"k\":1}",
          "{\"k\":1,\"n\":null}",
          "{\"n\":1}",
          "[{\"k\":1}]",
          "[{\"k\":1},{\"k\":2},{\"k\":3}]",
          "[1]",
          "\"2026-03-01\"",
          "\"2026-02-30\"",
          "\"2026-03-01T09:30:00Z\"",
          "\"2026-03-01T24:00:00Z\"",
          "\"2026-03-01T23:59:60Z\"",
          "\"2026-03-01t09:30:00z\"",
          "\"2026-03-01T09:30:00+08:00\"",
          "\"2026-03-01T09:30:00.1234567891Z\"",
          "\"a@b.com\"",
          "\"a@b\"");

  private static final List<String> NAMES =
      List.of(
          "id", "total", "count", "status", "word", "date", "time", "mail", "code", "flag", "more",
          "never", "any", "list", "other");

  private static Schema schema(String json) {
    return Schema.compile(Json.parse(json.getBytes(UTF_8)), "");
  }

  @Test
  void says_yes_only_where_the_whole_check_finds_nothing() {
    Schema order = schema(ORDER);
    QuickCheck rule = order.usual().orElseThrow();
    RandomGenerator dice = new Random(7);
    int yes = 0;
    for (int i = 0; i < 20_000; i++) {
      String data = data(dice);
      if (Schema.fits(rule, data.getBytes(UTF_8))) {
        yes++;
        assertThat(order.check(Json.parse(data.getBytes(UTF_8)))).as(data).isEmpty();
      }
    }
    assertThat(yes).isGreaterThan(500);
  }

  private static String data(RandomGenerator dice) {
    var data = new StringBuilder("{\"id\":\"a\"");
    for (String name : NAMES.subList(1, NAMES.size())) {
      if (name.equals("total") || dice.nextInt(6) == 0) {
        String value = VALUES.get(dice.nextInt(VALUES.size()));
        data.append(",\"").append(name).append("\":").append(value);
      }
    }
    return data.append('}').toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"id": "a", "total": 1}                                      | true
          {"id": "a", "total": 0, "count": 3, "other": "x"}            | true
          {"id": "a", "total": 9.5}                                    | false
          {"id": "a", "total": 1, "count": 0}                          | false
          {"id": "a", "total": 1, "never": 1}                          | false
          {"id": "a", "total": 1, "other": 1}                          | false
          {"id": "a"}                                                  | false
          {"id": "a", "total": 1, "list": [{"k": {"deep": [1]}}]}      | true
          {"id": "a", "total": 1, "list": []}                          | false
          {"id": "a", "total": 1, "time": "2026-03-01T09:30:00+08:00"} | true
          {"id": "a", "total": 1, "mail": "orders@example.com"}        | true
          {"id": "a", "total": 1, "word": "x"}                         | true
          """)
  void is_certain_of_what_is_usual(String data, boolean certain) {
    QuickCheck rule = schema(ORDER).usual().orElseThrow();
    assertThat(Schema.fits(rule, data.getBytes(UTF_8))).isEqualTo(certain);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"oneOf\": [{}]}",
        "{\"multipleOf\": 2}",
        "{\"properties\": {\"a\": {\"not\": {}}}}",
        "{\"format\": \"ipv4\"}",
        "{\"minimum\": 1, \"exclusiveMinimum\": 2}",
        "{\"$ref\": \"#/$defs/a\", \"type\": \"object\", \"$defs\": {\"a\": {}}}",
        "{\"x-own\": 1}",
        "{\"minimum\": -1e400}"
      })
  void leaves_what_is_unusual_to_the_whole_check(String json) {
    assertThat(schema(json).usual()).isEmpty();
  }
}
