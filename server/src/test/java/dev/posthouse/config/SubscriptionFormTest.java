package dev.posthouse.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Flaw;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Json;
import dev.posthouse.rule.TypePattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@NullMarked
final class SubscriptionFormTest {
  private static final EndpointId ENDPOINT = new EndpointId(9);

  @Test
  void reads_and_writes_the_same_form() {
    String json =
        """
        {"name":"orders","endpoint":"%s","types":["sales_order.*","*.created"],
         "filter":["order.total > 100","has(order.id)"],"body":"raw","enabled":false}
        """
            .formatted(ENDPOINT);
    Subscription s = read(json);
    assertThat(s.types())
        .containsExactly(new TypePattern("sales_order.*"), new TypePattern("*.created"));
    assertThat(s.body()).isEqualTo(Subscription.Body.RAW);
    assertThat(s.enabled()).isFalse();
    assertThat(s.endpoint()).isEqualTo(ENDPOINT);
    assertThat(s.filter().texts()).hasSize(2);
    assertThat(SubscriptionForm.write(read(Json.text(SubscriptionForm.write(s)))))
        .isEqualTo(SubscriptionForm.write(s));
  }

  @Test
  void writes_a_single_filter_as_a_text() {
    var s = read("{\"name\":\"n\",\"endpoint\":\"%s\",\"types\":[\"*\"],\"filter\":\"a.b > 1\"}");
    assertThat(SubscriptionForm.write(s).path("filter").stringValue()).isEqualTo("a.b > 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"name\":\"n\",\"endpoint\":\"%s\",\"types\":[] | /types",
        "\"name\":\"n\",\"endpoint\":\"%s\" | /types",
        "\"name\":\"n\",\"endpoint\":\"%s\",\"types\":\"*\" | /types",
        "\"name\":\"n\",\"endpoint\":\"%s\",\"types\":[\"a\",\"b c\"] | /types/1",
        "\"name\":\"n\",\"endpoint\":\"erp\",\"types\":[\"*\"] | /endpoint",
        "\"endpoint\":\"%s\",\"types\":[\"*\"] | /name",
        "\"name\":\"n\",\"endpoint\":\"%s\",\"types\":[\"*\"],\"filter\":\"bad((\" | /filter",
        "\"name\":\"n\",\"endpoint\":\"%s\",\"types\":[\"*\"],\"filter\":[\"bad((\"] | /filter/0",
        "\"name\":\"n\",\"endpoint\":\"%s\",\"types\":[\"*\"],\"filter\":[\"a.b > 1\",\"bad((\"] | /filter/1",
        "\"name\":\"n\",\"endpoint\":\"%s\",\"types\":[\"*\"],\"filter\":7 | /filter",
        "\"name\":\"n\",\"endpoint\":\"%s\",\"types\":[\"*\"],\"body\":\"xml\" | /body",
        "\"name\":\"n\",\"endpoint\":\"%s\",\"types\":[\"*\"],\"type\":\"a\" | /type",
      })
  void points_at_the_field_that_is_wrong(String fields, String pointer) {
    var invalid = catchThrowableOfType(Invalid.class, () -> read("{" + fields + "}"));
    assertThat(invalid.flaws()).extracting(Flaw::pointer).containsExactly(pointer);
  }

  private static Subscription read(String json) {
    JsonNode node = Json.parse(json.replace("%s", ENDPOINT.toString()).getBytes(UTF_8));
    return SubscriptionForm.read(
        node, new SubscriptionForm.Identity(new SubscriptionId(1), new TenantId(2), 3));
  }
}
