package dev.posthouse.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.Payload;
import dev.posthouse.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.JsonNodeFactory;

class TemplateTest {
  static final DeliveryId DELIVERY = new DeliveryId(Events.ID, 7);

  private static final String ORDER =
      """
      {"order": {"id": 7, "total": 120.50, "status": "paid", "note": null, "big": 12345678901234567890.10,
                 "odd": "a\\u00e9\\/\\n", "prices": [9.750, 12], "express": false, "ship-to": {"city": "槟城"},
                 "items": [{"sku": "A", "price": 10.00, "qty": 2}, {"sku": "B", "price": 2.50, "qty": 0}],
                 "customer": {"name": "李雷"}},
       "订单": {"金额": 1.10}}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      value = {
        "order.total ~ 120.50",
        "order.big ~ 12345678901234567890.10",
        "order.odd ~ \"a\\u00e9\\/\\n\"",
        "order.note ~ null",
        "order.express ~ false",
        "order.prices ~ [9.750, 12]",
        "order.prices[0] ~ 9.750",
        "order.items[1].price ~ 2.50",
        "order['ship-to'].city ~ \"槟城\"",
        "order[\"ship-to\"] ~ {\"city\": \"槟城\"}",
        "data.order.customer ~ {\"name\": \"李雷\"}",
        "订单.金额 ~ 1.10",
        "event.type ~ \"sales_order.created\"",
        "event.time ~ \"2026-03-01T10:15:30Z\"",
        "event.timestamp ~ \"2026-03-01T10:15:30Z\"",
        "event.extensions.region ~ \"east\"",
        "event.extensions ~ {\"area\":\"3\",\"channel\":\"web\",\"desk\":\"7\",\"region\":\"east\"}",
        "order.missing ~ null",
        "order.prices[2] ~ null",
        "order.prices.x ~ null",
        "order.note.x ~ null",
        "event.actor ~ null",
        "event.extensions.zone ~ null",
      })
  void a_path_copies_the_very_bytes(String path, String json) {
    assertThat(render("\"{{ " + path.replace("\"", "\\\"") + " }}\"")).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      value = {
        "order.total * 2 ~ 241",
        "order.id + 1 ~ 8",
        "order.total + 0.25 ~ 120.75",
        "0.1 + 0.2 ~ 0.30000000000000004",
        "1e30 * 1.0 ~ 1000000000000000000000000000000",
        "0.000001 / 10.0 ~ 0.0000001",
        "order.total > 100 ~ true",
        "order.status + '!' ~ \"paid!\"",
        "order.items.filter(i, i.qty > 0) ~ [{\"sku\": \"A\", \"price\": 10.00, \"qty\": 2}]",
        "order.items.map(i, i.sku) ~ [\"A\",\"B\"]",
        "order.items.map(i, {'sku': i.sku, 'all': i}) ~ [{\"sku\":\"A\",\"all\":{\"sku\": \"A\", \"price\": 10.00, \"qty\": 2}},{\"sku\":\"B\",\"all\":{\"sku\": \"B\", \"price\": 2.50, \"qty\": 0}}]",
        "order.items.map(i, i.price * i.qty) ~ [20,0]",
        "has(order.discount) ? order.discount : 0 ~ 0",
        "[order.customer, 1, 'x', null, true, 2.5, 3u] ~ [{\"name\": \"李雷\"},1,\"x\",null,true,2.5,3]",
        "{'b': 1, 'a': {'c': []}} ~ {\"b\":1,\"a\":{\"c\":[]}}",
        "{} ~ {}",
        "[] ~ []",
        "timestamp('2026-01-01T00:00:00Z') ~ \"2026-01-01T00:00:00Z\"",
        "event.time + duration('90m') ~ \"2026-03-01T11:45:30Z\"",
        "duration('90m') ~ \"5400s\"",
        "duration('1.5s') ~ \"1.5s\"",
        "b'abc' ~ \"YWJj\"",
        "null ~ null",
        "'\\u0000\\n\"' ~ \"\\u0000\\n\\\"\"",
        "'{{' + '}}' ~ \"{{}}\"",
      })
  void an_expression_gives_its_value_typed(String expression, String json) {
    assertThat(render(quoted(expression))).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      value = {
        "No. {{ order.id }} ~ No. 7",
        "{{order.id}}-{{ order.total }} ~ 7-120.50",
        "{{ order.odd }}! ~ a\\u00e9\\/\\n!",
        "<{{ order.note }}{{ order.missing }}> ~ <>",
        "<{{ order.customer }}> ~ <{\\\"name\\\": \\\"李雷\\\"}>",
        "<{{ order.items.map(i, i.sku) }}> ~ <[\\\"A\\\",\\\"B\\\"]>",
        "{{ order.express }}/{{ order.total > 1 }} ~ false/true",
        "{{ order.total * 2 }} RM ~ 241 RM",
        "a }} b ~ a }} b",
        "{{ '}}' }}{{ order.id }} ~ }}7",
        "{{ \\\"{{\\\" }} x ~ {{ x",
        "{{ event.time }} {{ event.actor }}. ~ 2026-03-01T10:15:30Z .",
      })
  void a_longer_text_takes_values_in_as_text(String text, String expected) {
    assertThat(render("\"" + text + "\"")).isEqualTo("\"" + expected + "\"");
  }

  @Test
  void a_tree_keeps_its_order_its_constants_and_its_types() {
    assertThat(
            render(
                """
                {"b": "{{ order.id }}", "a": [1.10, "{{ order.total }}", {"x": true}], "c": {"n": null, "t": "é"}}
                """))
        .isEqualTo("{\"b\":7,\"a\":[1.10,120.50,{\"x\":true}],\"c\":{\"n\":null,\"t\":\"é\"}}");
  }

  @Test
  void what_is_missing_is_told() {
    var rendered =
        rendered(
            "{\"a\": \"{{ order.gone }}\", \"b\": \"x{{ order.away }}{{ order.gone }}\", \"c\": \"{{ order.id }}\"}",
            ORDER);

    assertThat(new String(rendered.json(), UTF_8)).isEqualTo("{\"a\":null,\"b\":\"x\",\"c\":7}");
    assertThat(rendered.missing()).containsExactly("order.gone", "order.away");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      value = {
        "order.gone + 1 ~ `order.gone + 1` could not be evaluated: `order.gone` is missing",
        "order.status * 2 ~ `order.status * 2` could not be evaluated: the types do not fit: `order.status` is \"paid\"",
        "1.0 / 0.0 ~ it is Infinity, which is no number in JSON",
        "0.0 / 0.0 ~ it is NaN, which is no number in JSON",
        "{order.id: 1} ~ the keys of an object must be texts, not 7",
        "{order.status: 1, 'paid': 2} ~ `{order.status: 1, 'paid': 2}` could not be evaluated: ",
        "type(order.id) ~ it is neither a value of JSON nor a time",
        "order.items[5] == 1 ~ `order.items[5] == 1` could not be evaluated: ",
      })
  void what_cannot_be_computed_says_why(String expression, String reason) {
    assertThat(failed(quoted(expression), ORDER).english()).startsWith(reason);
  }

  @Test
  void data_that_are_not_json_fail_only_templates_that_name_them() {
    var csv = new Payload("text/csv", "a,b".getBytes(UTF_8));
    EventView view = EventView.of(Events.ID, Events.of(Events.TENANT, "x.y", csv));

    assertThat(compile("\"{{ order.id }}\"").render(view, DELIVERY))
        .isInstanceOfSatisfying(
            Rendering.Failed.class,
            f -> assertThat(f.reason().english()).isEqualTo("`data` is text/csv, not JSON"));
    assertThat(compile("\"{{ event.type + '!' }}\"").render(view, DELIVERY))
        .isInstanceOf(Rendering.Rendered.class);
  }

  @Test
  void an_event_without_data_has_nothing() {
    var rendered = rendered("[\"{{ order.id }}\", \"{{ data }}\"]", "");

    assertThat(new String(rendered.json(), UTF_8)).isEqualTo("[null,null]");
    assertThat(rendered.missing()).containsExactly("order.id", "data");
  }

  @Test
  void other_data_may_take_the_place_of_the_events_own() {
    EventView converted = Events.view(ORDER).withData("{\"order\":{\"id\":8.0}}".getBytes(UTF_8));

    assertThat(compile("\"{{ order.id }}-{{ event.subject }}\"").render(converted, DELIVERY))
        .isInstanceOfSatisfying(
            Rendering.Rendered.class,
            r -> assertThat(new String(r.json(), UTF_8)).isEqualTo("\"8.0-order/7\""));
  }

  @Test
  void lists_its_references() {
    Template template =
        compile(
            "{\"a\": \"{{ order.total }}\", \"b\": \"{{ has(order.x) ? event.time : data.y }}\", \"c\": \"{{ order.total }} {{ order.items[0].sku }}\"}");

    assertThat(template.references())
        .isEqualTo(List.of("order.total", "order.x", "event.time", "data.y", "order.items"));
  }

  static Template compile(String json) {
    return Template.compile(Json.parse(json.getBytes(UTF_8)), Tables.NONE, "/payload");
  }

  static Rendering.Rendered rendered(String template, String data) {
    Rendering rendering = compile(template).render(Events.view(data), DELIVERY);
    assertThat(rendering).isInstanceOf(Rendering.Rendered.class);
    return (Rendering.Rendered) rendering;
  }

  static Words failed(String template, String data) {
    Rendering rendering = compile(template).render(Events.view(data), DELIVERY);
    assertThat(rendering).isInstanceOf(Rendering.Failed.class);
    return ((Rendering.Failed) rendering).reason();
  }

  private static String render(String template) {
    return new String(rendered(template, ORDER).json(), UTF_8);
  }

  /// An expression as the text of a template in JSON.
  static String quoted(String expression) {
    return Json.text(JsonNodeFactory.instance.stringNode("{{ " + expression + " }}"));
  }
}
