package dev.posthouse.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Json;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullMarked
final class UnknownFieldsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "sales_order.created | order.total > 100 | -",
        "sales_order.created | order.totl > 100 | `order.totl` is not in the schema of sales_order.created; did you mean `order.total`?",
        "sales_order.created | data.order.totl > 100 | `order.totl` is not in the schema of sales_order.created; did you mean `order.total`?",
        "sales_order.created | event.subject == 'x' | -",
        "sales_order.created | order.items.exists(i, i.anything == 1) | -",
        "sales_order.* | order.total > 100 | -",
        "my.own | order.totl > 100 | -",
      })
  void a_field_that_no_schema_knows_is_told(String type, String filter, String warning) {
    assertThat(warnings(type, "\"filter\":\"" + filter + "\""))
        .isEqualTo(warning == null ? List.of() : List.of(warning));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "{\"id\":\"{{ order.id }}\"} | -",
        "{\"id\":\"{{ order.idd }}\"} | `order.idd` is not in the schema of sales_order.created; did you mean `order.id`?",
        "\"No. {{ order.idd + 'x' }}\" | `order.idd` is not in the schema of sales_order.created; did you mean `order.id`?",
      })
  void payloads_are_looked_at_too(String payload, String warning) {
    assertThat(warnings("sales_order.created", "\"payload\":" + payload))
        .isEqualTo(warning == null ? List.of() : List.of(warning));
  }

  @Test
  void no_more_is_asked_than_helps() {
    String wrong =
        IntStream.range(0, 5_000)
            .mapToObj(i -> "\"{{ order.no_such_" + i + " }}\"")
            .collect(Collectors.joining(","));
    String right =
        IntStream.range(0, 5_000)
            .mapToObj(i -> "\"{{ order.items[" + i + "].no_such }}\"")
            .collect(Collectors.joining(","));

    assertThat(warnings("*", "\"payload\":[" + wrong + "]")).hasSize(20);
    assertThat(warnings("invoice.*\",\"*.created\",\"*", "\"payload\":[" + right + "]"))
        .hasSizeLessThanOrEqualTo(20);
  }

  private static List<String> warnings(String type, String field) {
    String json =
        "{\"name\":\"n\",\"endpoint\":\"%s\",\"types\":[\"%s\"],%s}"
            .formatted(new EndpointId(9), type, field);
    var identity = new SubscriptionForm.Identity(new SubscriptionId(1), new TenantId(2), 3);
    Subscription subscription = SubscriptionForm.read(Json.parse(json.getBytes(UTF_8)), identity);
    return UnknownFields.warnings(Snapshot.EMPTY, subscription);
  }
}
