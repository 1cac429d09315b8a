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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1E1000|holds a number",
        "-1e-1000|holds a number",
        "%s|holds a number",
        "deep|is nested deeper than 50 levels",
      })
  void free_trees_can_be_stored_and_read_as_documents(String value, String message) {
    String tree =
        value.equals("deep")
            ? "[".repeat(49) + "]".repeat(49)
            : "[" + value.formatted("7".repeat(101)) + "]";
    String json =
        "{\"name\":\"s\",\"endpoint\":\"%s\",\"types\":[\"*\"],\"payload\":%s,\"tables\":{\"t\":{\"k\":%s}}}";

    Invalid inTables =
        catchThrowableOfType(Invalid.class, () -> read(json.formatted(ENDPOINT, "{}", tree)));
    assertThat(inTables.flaws())
        .singleElement()
        .matches(f -> f.pointer().equals("/tables") && f.message().startsWith(message));
    Invalid inPayload =
        catchThrowableOfType(
            Invalid.class, () -> read(json.formatted(ENDPOINT, "[[" + tree + "]]", "1")));
    assertThat(inPayload.flaws()).isNotEmpty().allMatch(f -> f.pointer().startsWith("/payload"));
    String most = "[".repeat(48) + "9E999" + "]".repeat(48);
    assertThat(read(json.formatted(ENDPOINT, "{}", most)).name()).isEqualTo("s");
  }

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
  void a_filter_in_another_language_is_kept_and_shown_in_cel() {
    String json =
        """
        {"name":"dear","endpoint":"%s","types":["shopify.products.*"],
         "filter":"shopify: variants.price:>=10.00"}
        """
            .formatted(ENDPOINT);
    var written = SubscriptionForm.write(read(json));

    assertThat(written.path("filter").asString()).isEqualTo("shopify: variants.price:>=10.00");
    assertThat(Json.text(written.path("filterInCel")))
        .isEqualTo("[\"numbersAt(data, \\\"variants.price\\\").exists(v, v >= 10.00)\"]");
    assertThat(SubscriptionForm.write(read(Json.text(written)))).isEqualTo(written);
  }

  @Test
  void reads_and_writes_a_payload_with_its_tables() {
    String json =
        """
        {"name":"orders","endpoint":"%s","types":["*"],"contentType":"application/x-www-form-urlencoded",
         "payload":{"z":"{{ order.id }}","a":1.50,"place":"{{ lookup('places', order.place, null) }}"},
         "tables":{"places":{"KL":"Kuala Lumpur","none":null,"PG":{"id":1.0}}}}
        """;
    Subscription s = read(json);
    var written = SubscriptionForm.write(s);

    assertThat(Json.text(written.path("payload")))
        .isEqualTo(
            "{\"z\":\"{{ order.id }}\",\"a\":1.50,\"place\":\"{{ lookup('places', order.place, null) }}\"}");
    assertThat(Json.text(written.path("tables")))
        .isEqualTo("{\"places\":{\"KL\":\"Kuala Lumpur\",\"none\":null,\"PG\":{\"id\":1.0}}}");
    assertThat(written.path("contentType").stringValue())
        .isEqualTo("application/x-www-form-urlencoded");
    assertThat(written.has("body")).isFalse();
    assertThat(SubscriptionForm.write(read(Json.text(written)))).isEqualTo(written);
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
        "\"name\":\"n\",\"endpoint\":\"%s\",\"types\":[\"*\"],\"payload\":{\"a\":[{\"b/c\":\"{{ x + }}\"}]} | /payload/a/0/b~1c",
        "\"name\":\"n\",\"endpoint\":\"%s\",\"types\":[\"*\"],\"payload\":{},\"body\":\"raw\" | /body",
        "\"name\":\"n\",\"endpoint\":\"%s\",\"types\":[\"*\"],\"contentType\":\"application/json\" | /contentType",
        "\"name\":\"n\",\"endpoint\":\"%s\",\"types\":[\"*\"],\"payload\":{},\"contentType\":\"text/xml\" | /contentType",
        "\"name\":\"n\",\"endpoint\":\"%s\",\"types\":[\"*\"],\"tables\":{\"t\":{}} | /tables",
        "\"name\":\"n\",\"endpoint\":\"%s\",\"types\":[\"*\"],\"payload\":{},\"tables\":{\"t\":[]} | /tables/t",
        "\"name\":\"n\",\"endpoint\":\"%s\",\"types\":[\"*\"],\"payload\":[],\"contentType\":\"application/x-www-form-urlencoded\" | /payload",
        "\"name\":\"n\",\"endpoint\":\"%s\",\"types\":[\"*\"],\"payload\":{\"a\":[1]},\"contentType\":\"application/x-www-form-urlencoded\" | /payload",
      })
  void points_at_the_field_that_is_wrong(String fields, String pointer) {
    var invalid = catchThrowableOfType(Invalid.class, () -> read("{" + fields + "}"));
    assertThat(invalid.flaws()).extracting(Flaw::pointer).containsExactly(pointer);
  }

  @Test
  void tables_are_as_large_as_allowed_and_no_larger() {
    String form =
        "{\"name\":\"n\",\"endpoint\":\"%s\",\"types\":[\"*\"],\"payload\":{},\"tables\":{\"t\":{\"k\":\"VALUE\"}}}";
    String fits = "x".repeat(BodyForm.TABLES_LIMIT - "{'t':{'k':''}}".length());

    assertThat(read(form.replace("VALUE", fits))).isNotNull();
    var invalid =
        catchThrowableOfType(Invalid.class, () -> read(form.replace("VALUE", fits + "x")));
    assertThat(invalid)
        .hasMessage("/tables: have at most 1,048,576 characters together, these have 1,048,577");
  }

  private static Subscription read(String json) {
    JsonNode node = Json.parse(json.replace("%s", ENDPOINT.toString()).getBytes(UTF_8));
    return SubscriptionForm.read(
        node, new SubscriptionForm.Identity(new SubscriptionId(1), new TenantId(2), 3));
  }
}
