package dev.posthouse.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.event.Invalid;
import dev.posthouse.event.Payload;
import dev.posthouse.event.SearchKey;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Fields;
import dev.posthouse.json.Json;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SearchFieldsTest {
  private static final TenantId TENANT = new TenantId(1);

  @Test
  void an_event_is_found_by_the_values_at_the_places_that_are_declared() {
    assertThat(keys("{'order':{'id':7,'x':{'id':8}},'id':9,'n':null}", "order.id", "id", "n"))
        .containsExactly(key("order.id", "7"), key("id", "9"));
    assertThat(keys("{'order':{'id':'x'}}", "order", "order.id"))
        .containsExactly(key("order.id", "x"));
  }

  @Test
  void lists_are_led_through() {
    assertThat(keys("{'lines':[{'sku':'a'},[{'sku':'b'}],{'sku':'a'},3]}", "lines.sku", "lines"))
        .containsExactly(key("lines.sku", "a"), key("lines.sku", "b"), key("lines", "3"));
    assertThat(keys("[{'id':true}]", "id")).containsExactly(key("id", "true"));
  }

  @Test
  void one_number_is_one_value_however_it_is_written() {
    assertThat(Stream.of("100", "100.0", "1e2", "1.00E+2").map(text -> key("n", text)).distinct())
        .hasSize(1);
    assertThat(key("n", "0100")).isNotEqualTo(key("n", "100"));
    assertThat(key("n", "1e9999999999")).isNotEqualTo(key("n", "1e9999999998"));
    assertThat(keys("{'n':100.00}", "n")).containsExactly(key("n", "100"));
  }

  @Test
  void tenants_and_fields_never_share_a_key() {
    assertThat(key("a", "b")).isNotEqualTo(key("ab", ""));
    assertThat(key("a", "b")).isNotEqualTo(SearchKey.of(new TenantId(2), "a", "b"));
  }

  @Test
  void of_very_many_values_the_first_count() {
    String list = IntStream.range(0, 60).mapToObj(String::valueOf).collect(Collectors.joining(","));
    assertThat(keys("{'n':[" + list + "]}", "n")).hasSize(50).contains(key("n", "49"));
  }

  @Test
  void data_that_are_no_json_are_found_by_nothing() {
    var fields = new SearchFields(List.of("id"));
    assertThat(fields.keys(TENANT, new Payload("text/plain", "{\"id\":1}".getBytes(UTF_8))))
        .isEmpty();
    assertThat(keys("{'id':1", "id")).isEmpty();
    assertThat(keys("", "id")).isEmpty();
  }

  @Test
  void fields_of_tenant_and_type_count_once() {
    var both = new SearchFields(List.of("a", "b")).and(new SearchFields(List.of("b", "c")));
    assertThat(both.names()).containsExactly("a", "b", "c");
    assertThat(both.and(SearchFields.NONE)).isSameAs(both);
  }

  @Test
  void what_is_no_path_is_refused() {
    for (String wrong : List.of("''", "'a..b'", "'.a'", "'a.'", "'" + "x".repeat(201) + "'")) {
      assertThatThrownBy(() -> read("[" + wrong + "]")).hasMessageContaining("order.id");
    }
    String many =
        IntStream.range(0, 21).mapToObj(i -> "'f" + i + "'").collect(Collectors.joining(","));
    assertThatThrownBy(() -> read("[" + many + "]")).hasMessageContaining("at most 20");
    assertThat(read("['a','a','b.c']").names()).containsExactly("a", "b.c");
  }

  /// @throws Invalid with what is wrong
  private static SearchFields read(String list) {
    Fields fields = Fields.of(Json.parse(json("{'searchable':" + list + "}")));
    SearchFields read = SearchFields.read(fields);
    fields.done();
    return read;
  }

  private static List<Long> keys(String data, String... names) {
    return new SearchFields(List.of(names)).keys(TENANT, new Payload(Payload.JSON, json(data)));
  }

  private static long key(String field, String value) {
    return SearchKey.of(TENANT, field, value);
  }

  private static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(UTF_8);
  }
}
