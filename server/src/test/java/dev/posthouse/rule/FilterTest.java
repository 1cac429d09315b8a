package dev.posthouse.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.Payload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
  private static final String ORDER =
      """
      {"order": {"id": 7, "total": 1234.5, "status": "paid", "note": null, "prices": [9.75, 12], "express": false,
                 "lines": [{"sku": "A", "price": 10, "quantity": 2}, {"sku": "B", "price": 2.5}],
                 "customer": {"name": "李雷", "tags": ["vip", "old"]}},
       "type": "vip", "count": 3, "huge": 12345678901234567890, "vast": 1e30,
       "event": "shadowed", "list": ["x"], "amount": 100, "amount_large": 12865000.00}
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "order.total > 100",
        "order.total > 1234",
        "order.total < 1234.6",
        "100 < order.total",
        "order.id >= 7.0",
        "order.id == 7.0",
        "count == 3u",
        "count < 4u",
        "amount > 99.5",
        "order.status != \"draft\"",
        "order.status in ['paid', 'sent']",
        "order.id in [6.0, 7.0]",
        "'vip' in order.customer.tags",
        "order.status == 'paid' && order.total > 1000",
        "order.status == 'draft' || order.total > 1000",
        "order.customer.name == '李雷'",
        "order.customer.name.startsWith('李')",
        "order.status.matches('^p.*d$')",
        "order.note == null",
        "!order.express",
        "has(order.total)",
        "!has(order.discount)",
        "has(order.note)",
        "has(data.order) && !has(data.invoice)",
        "data.order.total > 100",
        "data['order']['total'] > 100",
        "order.lines[0].sku == 'A'",
        "order['total'] > 100",
        "order.prices[0] > 9 && order.prices[0] * 2 > 19",
        "order.prices.exists(p, p > 10)",
        "(order.express ? order.id : order.total) > 100.5",
        ".order.id == 7",
        "order.lines.exists(order, order.sku == 'A')",
        "order.lines.size() == 2",
        "size(order.lines) == 2",
        "order.lines.exists(l, l.price > 9)",
        "order.lines.all(l, l.price > 2)",
        "order.lines.filter(l, l.price > 9).map(l, l.sku) == ['A']",
        "order.lines.exists_one(l, has(l.quantity))",
        "order.lines.map(l, l.sku) + ['C'] == ['A', 'B', 'C']",
        "type == 'vip'",
        "data.list[0] == 'x'",
        "type(order.id) == int",
        "type(order.status) == string",
        "huge == 12345678901234567890u",
        "huge > 1",
        "vast > huge",
        "data.event == 'shadowed'",
        "order.lines[1].price * 2 == 5.0",
        "order.lines[0].price * 2.5 == 25.0",
        "order.total + 1 > 1235",
        "1 + order.total - 0.5 == 1235.0",
        "order.total / 2 < 618",
        "int(order.total) == 1234",
        "event.type == 'sales_order.created'",
        "event.subject == 'order/7' && has(event.subject)",
        "event.actor == '' && !has(event.actor)",
        "event.organisation == 'hangzhou'",
        "event.source == 'erp' && event.sourceId == 'e-7'",
        "event.id.startsWith('evt_')",
        "event.extensions.region == 'east'",
        "has(event.extensions.region) && !has(event.extensions.zone)",
        "event.headers.size() == 0",
        "event.time == event.timestamp",
        "event.time > timestamp('2026-01-01T00:00:00Z')",
        "event.time.getFullYear() == 2026",
        "event.time - duration('24h') < event.timestamp",
        "order.missing == 1 || order.id == 7",
        "order.id == 7 ? true : order.missing",
        "(order.express ? 'fast' : null) == null",
        "(order.express ? 'fast' : 5) == 5",
        "!(order.missing == 1 && order.id == 8)",
        "[1, 2].map(x, x).all(x, [1].all(y, x >= y))",
        "[[1, 2].map(x, x)].all(l, (l + [3]).size() == 3 && (l + [4])[2] == 4 && l.size() == 2)",
        "data.size() > 5"
      })
  void says_yes(String text) {
    assertThat(test(text, ORDER)).as(text).isInstanceOf(Filter.Passed.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "order.total > 2000 | 'order.total' is 1234.5",
        "order.status == 'draft' | 'order.status' is \"paid\"",
        "amount_large > 1e9 | 'amount_large' is 12865000",
        "vast < 1 | 'vast' is 1.0E30",
        "order.express | 'order.express' is false",
        "order.note != null | 'order.note' is null",
        "order.total > 2000 && count == 3 | 'order.total' is 1234.5",
        "order.lines.exists(l, l.price > 99) | 'order.lines' is a list of 2",
        "count == '3' | 'count' is 3",
        "event.type == 'other' | 'event.type' is \"sales_order.created\"",
        "has(order.discount) && order.discount > 1 | 'order.discount' is missing",
        "count == 4 && refund.amount > 1 | 'count' is 3",
        "refund.amount > 1 && count == 4 | 'count' is 3",
        "order.id == 7 && count == 4 && order.lines.all(l, l.sku == 'A')"
            + " | 'count' is 3, 'order.lines' is a list of 2",
        "order.id == 7 && !(count == 3 && type == 'vip') | 'count' is 3, 'type' is \"vip\"",
        "has(event.actor) | 'event.actor' is \"\"",
        "has(order.discount) | 'order.discount' is missing",
        "shopify:event.colour:red | 'event.colour' is missing",
        "1 > 2 | it is false",
      })
  void says_no_with_what_it_saw(String text, String reason) {
    Filter.Rejected no = rejected(text, ORDER);
    assertThat(no.failed()).isFalse();
    assertThat(no.text()).isEqualTo(text);
    assertThat(no.reason().english()).isEqualTo(reason.replace('\'', '`'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "invoice.total > 100 | 'invoice' is missing",
        "order.discount > 100 | 'order.discount' is missing",
        "order.discount == null | 'order.discount' is missing",
        "order.customer.address.city == 'x' | 'order.customer.address' is missing",
        "order.total.net > 1 | 'order.total' is 1234.5, not an object",
        "order.note.text == 'x' | 'order.note' is null, not an object",
        "order.id == 7 && order.discount > 1 | 'order.discount' is missing",
        "true ? order.discount > 1 : false | 'order.discount' is missing",
        "!has(invoice.total) | 'invoice' is missing",
        "data.invoice == 1 | 'data.invoice' is missing",
        "event.extensions.zone == 'x' | 'event.extensions.zone' is missing",
        "order.status > 100 | the types do not fit: 'order.status' is \"paid\"",
        "order.note > 1 | the types do not fit: 'order.note' is null",
        "order.status + 1 == 2 | the types do not fit: 'order.status' is \"paid\"",
        "order.status && true | Expected boolean value, found: paid: 'order.status' is \"paid\"",
        "order.total | it is 1234.5, but a filter says true or false",
        "order.status | it is \"paid\", but a filter says true or false",
        "count / (count - 3) > 1 | it divides by zero: 'count' is 3",
        "count * 9223372036854775807 > 1 | a number becomes too large: 'count' is 3",
        "order.lines[9].sku == 'A' | Index out of bounds: 9: 'order.lines' is a list of 2",
        "order.lines.all(l, l.quantity > 1) | a field is missing: key 'quantity' is not present in map.",
        "order.status.matches(order.status + '(') | not a regular expression of the RE2 kind: missing closing ): 'order.status' is \"paid\"",
        "int(order.status) == 1 | For input string: \"paid\": 'order.status' is \"paid\"",
      })
  void says_no_when_it_cannot_be_evaluated(String text, String reason) {
    Filter.Rejected no = rejected(text, ORDER);
    assertThat(no.reason().english())
        .isEqualTo(reason.replace('\'', '`').replace("key `quantity`", "key 'quantity'"));
    assertThat(no.failed()).isTrue();
  }

  @Test
  void all_texts_of_a_list_must_be_true() {
    Filter both = Filter.compile(List.of("order.id == 7", "order.status == 'paid'"));
    assertThat(both.test(Events.view(ORDER))).isInstanceOf(Filter.Passed.class);
    Filter one = Filter.compile(List.of("order.id == 7", "order.status == 'draft'"));
    assertThat(((Filter.Rejected) one.test(Events.view(ORDER))).text())
        .isEqualTo("order.status == 'draft'");
    assertThat(Filter.ALL.test(Events.view(ORDER))).isInstanceOf(Filter.Passed.class);
    assertThat(Filter.compile(List.of())).isEqualTo(Filter.ALL);
  }

  @Test
  void data_that_are_not_json_fail_only_filters_that_touch_them() {
    byte[] bytes = "<order/>".getBytes(StandardCharsets.UTF_8);
    EventView event =
        EventView.of(
            Events.ID,
            Events.of(Events.TENANT, "sales_order.created", new Payload("text/xml", bytes)));
    assertThat(test("event.source == 'erp'", event)).isInstanceOf(Filter.Passed.class);
    assertThat(event.parsed()).isFalse();
    assertThat(test("order.total > 1", event))
        .hasToString("order.total > 1: `data` is text/xml, not JSON");
    assertThat(test("data.order == 1", event)).isInstanceOf(Filter.Rejected.class);
    assertThat(test("order.total > 1 || event.source == 'erp'", event))
        .isInstanceOf(Filter.Passed.class);
    assertThat(test("a == 1", Events.view("{\"a\":")))
        .hasToString("a == 1: `data` is not JSON that can be read");
    assertThat(test("a == 1", Events.view(""))).isInstanceOf(Filter.Rejected.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"[1, 2] | data.size() == 2", "5 | data > 4", "null | data == null", "true | data"})
  void data_may_be_any_json_value(String json, String text) {
    assertThat(test(text, json)).isInstanceOf(Filter.Passed.class);
    assertThat(rejected("a == 1", json).reason().english()).isEqualTo("`a` is missing");
  }

  @Test
  void parses_the_data_once_and_only_when_asked() {
    EventView event = Events.view(ORDER);
    test("event.type == 'x'", event);
    assertThat(event.parsed()).isFalse();
    test("order.id == 7", event);
    assertThat(event.parsed()).isTrue();
    assertThat(event.variable("data")).isSameAs(event.variable("data"));
  }

  private static Filter.Rejected rejected(String text, String json) {
    assertThat(test(text, json)).as(text).isInstanceOf(Filter.Rejected.class);
    return (Filter.Rejected) test(text, json);
  }

  private static Filter.Result test(String text, String json) {
    return test(text, Events.view(json));
  }

  private static Filter.Result test(String text, EventView event) {
    return Filter.compile(List.of(text)).test(event);
  }
}
