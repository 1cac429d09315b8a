package dev.posthouse.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EventId;
import dev.posthouse.event.Invalid;
import dev.posthouse.json.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TemplateFunctionsTest {
  private static final String DATA =
      """
      {"order": {"total": 1234567.891, "exact": "1234567890123456789.125", "name": " 李雷 Li ", "id": 7, "day": "2026-03-01",
                 "at": "2026-03-01T23:30:00+08:00", "tags": ["a", 1, true], "half": 1.005, "huge": 18446744073709551615,
                 "emoji": "😀槟城", "none": null, "padded": "ppdM"}}
      """;

  private static final Tables TABLES =
      new Tables(
          Map.of(
              "warehouse",
              Map.of(
                  "KL-01", json("\"Kuala Lumpur\""),
                  "7", json("{\"name\": \"Seven\", \"rate\": 0.60}"),
                  "nothing", json("null"))));

  static Stream<TemplateFunction> functions() {
    return TemplateFunctions.all().stream();
  }

  @ParameterizedTest
  @MethodSource("functions")
  void the_example_of_every_function_holds(TemplateFunction function) {
    assertThat(render(function.example())).isEqualTo(function.result());
    assertThat(function.call()).startsWith(function.name() + "(");
    assertThat(function.example()).contains(function.name() + "(");
    assertThat(function.english()).endsWith(".");
    assertThat(function.chinese()).endsWith("。");
  }

  @Test
  void no_name_means_two_functions() {
    List<String> names = TemplateFunctions.all().stream().map(TemplateFunction::name).toList();

    assertThat(new HashSet<>(names)).hasSize(names.size()).hasSize(25);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      value = {
        "formatTime(event.time, 'yyyy-MM-dd HH:mm') ~ 2026-03-01 10:15",
        "formatTime(order.day, 'dd/MM/yyyy', 'America/New_York') ~ 01/03/2026",
        "formatTime(order.at, 'yyyy-MM-dd HH:mm', 'UTC') ~ 2026-03-01 15:30",
        "formatTime(order.at, \"yyyy'年'M'月'd'日' EEEE\", 'Asia/Shanghai', 'zh-CN') ~ 2026年3月1日 星期日",
        "formatTime(order.at, 'd MMMM yyyy', '+08:00', 'ms-MY') ~ 1 Mac 2026",
        "formatTime(order.at, 'EEE, d MMM yyyy HH:mm:ss Z', 'Asia/Kuala_Lumpur') ~ Sun, 1 Mar 2026 23:30:00 +0800",
        "formatTime(date(order.day) + duration('36h'), 'yyyy-MM-dd HH') ~ 2026-03-02 12",
        "order.at.formatTime('HH') ~ 15",
        "string(date('2026-03-01 10:15')) ~ 2026-03-01T10:15:00Z",
        "string(date('2026-03-01T10:15:30.5+0800')) ~ 2026-03-01T02:15:30.500Z",
        "string(date('2026-03-01t10:15z')) ~ 2026-03-01T10:15:00Z",
        "string(date(event.time)) ~ 2026-03-01T10:15:30Z",
        "date('2026-03-31') - date('2026-03-01') == duration('720h') ~ true",
        "string(parseTime('20260301', 'yyyyMMdd', 'Asia/Tokyo')) ~ 2026-02-28T15:00:00Z",
        "string(parseTime('01/03/2026 18:15 Asia/Kuala_Lumpur', 'dd/MM/yyyy HH:mm VV')) ~ 2026-03-01T10:15:00Z",
        "string(parseTime('01/03/2026 Asia/Tokyo', 'dd/MM/yyyy VV')) ~ 2026-02-28T15:00:00Z",
        "string(parseTime('01/03/2026 18:15 +0800', 'dd/MM/yyyy HH:mm Z', 'UTC')) ~ 2026-03-01T10:15:00Z",
        "string(parseTime('1 mar 2026', 'd MMM yyyy')) ~ 2026-03-01T00:00:00Z",
        "formatNumber(order.total, '#,##0.00') ~ 1,234,567.89",
        "formatNumber(-0.001, '0.00') ~ 0.00",
        "formatNumber(-0.001, '0.000') ~ -0.001",
        "formatNumber(-0.001, '0.0%;(0.0%)') ~ (0.1%)",
        "formatNumber(-0.0001, '0.0%;(0.0%)') ~ 0.0%",
        "formatCurrency(-0.001, 'CNY', 'zh-CN') ~ ¥0.00",
        "round(1234567890123456789) ~ 1234567890123456789",
        "round('9223372036854775807.4') ~ 9223372036854775807",
        "round(-1234567890123456785, -1) ~ -1234567890123456790",
        "round('1234567890123.785', 2) ~ 1234567890123.79",
        "formatNumber(order.exact, '#,##0.00') ~ 1,234,567,890,123,456,789.13",
        "formatNumber(order.total, '#,##0.00', 'de-DE') ~ 1.234.567,89",
        "formatNumber(order.huge, '0') ~ 18446744073709551615",
        "formatNumber(-2.5, '0') ~ -3",
        "formatNumber('120.50', '0.##') ~ 120.5",
        "formatNumber(0.175, '0.0%') ~ 17.5%",
        "formatCurrency(order.total, 'MYR', 'en-MY') ~ RM\u00a01,234,567.89",
        "formatCurrency(1234, 'JPY', 'ja-JP') ~ ￥1,234",
        "formatCurrency('-0.5', 'EUR', 'de-DE') ~ -0,50\u00a0€",
        "formatCurrency(5, 'MYR') ~ MYR\u00a05.00",
        "round(order.half, 2) ~ 1.01",
        "round(2.5) ~ 3",
        "round(-2.5) ~ -3",
        "round(1234.5, -2) ~ 1200",
        "round('120.505', 2) ~ 120.51",
        "round(1e300) ~ 1000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
        "order.half.round(1) ~ 1",
        "chineseAmount(order.total) ~ 壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分",
        "chineseAmount('0.1') ~ 壹角",
        "upper(order.name.trim()) ~ 李雷 LI",
        "lower('ÄÖ İ') ~ äö i̇",
        "replace('aXbX', 'X', '') ~ ab",
        "replace('ab', '', '-') ~ ab",
        "join(split('a,b,,', ','), '|') ~ a|b||",
        "join(split(order.emoji, ''), '|') ~ 😀|槟|城",
        "size(split('', ',')) ~ 1",
        "size(split('', '')) ~ 1",
        "join(order.tags, '-') ~ a-1-true",
        "join(order.tags) ~ a1true",
        "join([]) ~ ^^",
        "substring(order.emoji, 0, 2) ~ 😀槟",
        "substring(order.emoji, 1) ~ 槟城",
        "substring('abc', 2, 1) ~ ^^",
        "substring('abc', 9) ~ ^^",
        "substring('abc', 0, 99) ~ abc",
        "padLeft(order.id, 6, '0') ~ 000007",
        "padLeft('😀', 3, 'ab') ~ ab😀",
        "padLeft('abc', 2) ~ abc",
        "sha256('李雷') ~ 3a47328a607f3e0a738a53a759a51815a6f2a255a789af886aa0926d96ba07c9",
        "base64('李') ~ 5p2O",
        "base64(b'\\x00\\xff') ~ AP8=",
        "urlEncode('a+b*c-d_f.g?') ~ a%2Bb%2Ac-d_f.g%3F",
        "toJson(order.tags) ~ [\"a\", 1, true]",
        "lookup('warehouse', order.id).name ~ Seven",
        "lookup('warehouse', 'nothing') == null ~ true",
        "lookup('warehouse', 'X', order.day) ~ 2026-03-01",
        "uuid('www.example.com') ~ 2ed6657d-e927-568b-95e1-2665a8aea6a2",
      })
  void gives(String expression, String text) {
    assertThat(asText(expression)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      value = {
        "formatTime(order.name, 'yyyy') ~ \" 李雷 Li \" is no time of the form 2026-03-01T10:15:30+08:00",
        "formatTime(order.id, 'yyyy') ~ argument 1 of `formatTime` must be a time, not 7",
        "formatTime(order.day, order.name) ~ \" 李雷 Li \" is no pattern of a time, such as yyyy-MM-dd HH:mm",
        "formatTime(order.day, 'yyyy', order.name) ~ there is no time zone",
        "formatTime(order.day, order.padded) ~ \"ppdM\" is no pattern of a time, such as yyyy-MM-dd HH:mm (a padded number",
        "formatTime(order.day, 'yyyy', 'Z', order.name) ~ there is no locale",
        "parseTime('30.02.2026', 'dd.MM.yyyy') ~ \"30.02.2026\" is no time of the form dd.MM.yyyy",
        "date('2026-02-30') ~ \"2026-02-30\" is no time",
        "date('+12345-01-01') ~ \"+12345-01-01\" is no time",
        "formatNumber(order.name, '0') ~ argument 1 of `formatNumber` must be a number such as 120.50",
        "formatNumber('1e999999999', '0') ~ argument 1 of `formatNumber` must be a number of at most 400 digits",
        "formatNumber(0.0/0.0, '0') ~ argument 1 of `formatNumber` must be a number, not NaN",
        "formatNumber(order.none, '0') ~ argument 1 of `formatNumber` must be a number, not null",
        "formatCurrency(1, order.day) ~ there is no currency \"2026-03-01\"",
        "round(1, order.total) ~ argument 2 of `round` must be a whole number -15–15, not 1234567.891",
        "round('1234567890123456.785', 2) ~ 1234567890123456.79 has too many digits to be computed with; use `formatNumber`",
        "round('98765432109876543210') ~ 98765432109876543210 has too many digits",
        "round(1, 16) ~ argument 2 of `round` must be a whole number",
        "chineseAmount('1e16') ~ argument 1 of `chineseAmount` must be an amount below",
        "upper(order.id) ~ argument 1 of `upper` must be a text, not 7",
        "join(order.id) ~ argument 1 of `join` must be a list, not 7",
        "join([[1]]) ~ argument 1 of `join` must be a text or a number",
        "substring('a', order.id - 8) ~ argument 2 of `substring` must be a whole number 0–2147483647, not -1",
        "padLeft('a', 1001) ~ argument 2 of `padLeft` must be a whole number 0–1000, not 1001",
        "lookup('warehouse', 'X') ~ table \"warehouse\" has no entry \"X\"",
        "lookup(order.day, 'X') ~ table \"2026-03-01\" has no entry \"X\"",
        "upper(order.gone) ~ `order.gone` is missing",
        "toJson(0.0/0.0) ~ it is NaN, which is no number in JSON",
      })
  void what_cannot_be_done_says_why(String expression, String reason) {
    Rendering rendering = compile(expression).render(Events.view(DATA), dns());

    assertThat(rendering).isInstanceOf(Rendering.Failed.class);
    assertThat(((Rendering.Failed) rendering).reason().english())
        .startsWith("`" + expression + "` could not be evaluated: " + reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      value = {
        "formatTme(order.at, 'yyyy') ~ line 1, column 10: there is no function `formatTme`; did you mean \"formatTime\"?",
        "order.foo() ~ there is no function `foo`",
        "secret('KEY') ~ line 1, column 7: `secret` cannot be read here",
        "secret.key + 'x' ~ line 1, column 7: `secret` cannot be read here",
        "secrets.key ~ line 1, column 1: `secrets` cannot be read here",
        "env['HOME'] ~ line 1, column 1: `env` cannot be read here",
        "env ~ line 1, column 1: `env` cannot be read here",
        "now() ~ there is no function `now`",
        "random() ~ there is no function `random`",
        "formatTime(order.at) ~ found no matching overload",
        "upper(5) ~ found no matching overload",
        "upper('a', 'b') ~ found no matching overload",
        "formatTime(order.at, 'QQQQQQQ') ~ line 1, column 22: \"QQQQQQQ\" is no pattern of a time",
        "formatTime(order.at, 'yyyy', 'Asia/Kuala Lumpur') ~ column 30: there is no time zone \"Asia/Kuala Lumpur\"; write one like",
        "formatTime(order.at, 'yyyy', 'Z', 'xx-YY') ~ there is no locale \"xx-YY\"",
        "formatNumber(1, '0.0.0') ~ \"0.0.0\" is no pattern of a number",
        "formatCurrency(1, 'RM') ~ there is no currency \"RM\"",
        "lookup('warehose', order.id) ~ there is no table \"warehose\"; did you mean \"warehouse\"?",
        "event.typ ~ `event.typ` does not exist; did you mean \"type\"?",
        "event ~ name a field of it",
      })
  void refuses_when_saved(String expression, String message) {
    Invalid e = catchThrowableOfType(Invalid.class, () -> compile(expression));

    assertThat(e).as(expression).isNotNull();
    assertThat(e.flaws().getFirst().pointer()).isEqualTo("/payload");
    assertThat(e.flaws().getFirst().message()).startsWith("in `").contains(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "upper(order.name.trim()) == '李雷 LI'",
        "round(order.half, 2) > 1.0",
        "date(order.day) < event.time",
        "'a' in split('a,b', ',')",
      })
  void filters_have_them_too(String filter) {
    assertThat(Filter.compile(List.of(filter)).test(Events.view(DATA)))
        .isInstanceOf(Filter.Passed.class);
  }

  @ParameterizedTest
  @CsvSource({"uuid('a') == 'x',uuid", "lookup('a') == 'x',lookup"})
  void but_not_those_that_need_a_delivery(String filter, String name) {
    Invalid e = catchThrowableOfType(Invalid.class, () -> Filter.compile(List.of(filter)));

    assertThat(e).hasMessageContaining("`" + name + "` is for payloads; filters cannot use it");
  }

  @Test
  void an_entry_of_a_table_keeps_its_bytes() {
    assertThat(render("lookup('warehouse', 7)")).isEqualTo("{\"name\":\"Seven\",\"rate\":0.60}");
  }

  private static String asText(String expression) {
    JsonNode node = json(render(expression));
    return node.isString() ? node.stringValue() : render(expression);
  }

  private static String render(String expression) {
    DeliveryId delivery = expression.contains("invoice") ? TemplateTest.DELIVERY : dns();
    Rendering rendering = compile(expression).render(Events.view(DATA), delivery);
    assertThat(rendering)
        .as("%s: %s", expression, rendering)
        .isInstanceOf(Rendering.Rendered.class);
    return new String(((Rendering.Rendered) rendering).json(), UTF_8);
  }

  private static Template compile(String expression) {
    return Template.compile(json(TemplateTest.quoted(expression)), TABLES, "/payload");
  }

  /// A delivery whose id has the bytes of the namespace for host names of RFC 9562, with which it
  /// gives an example (appendix A.4).
  private static DeliveryId dns() {
    return new DeliveryId(new EventId(0x6ba7b8109dad11d1L), 0x80b400c04fd430c8L);
  }

  private static JsonNode json(String text) {
    return Json.parse(text.getBytes(UTF_8));
  }
}
