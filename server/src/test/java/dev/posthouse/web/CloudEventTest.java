package dev.posthouse.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.access.Caller;
import dev.posthouse.access.Role;
import dev.posthouse.event.Flaw;
import dev.posthouse.event.Header;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Malformed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudEventTest {
  private static final Caller BY = new Caller(new TenantId(1), Set.of(Role.PUBLISH), "key");
  private static final String REQUIRED =
      "\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/a\",\"type\":\"x.y\"";

  private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-03-01T09:30:00Z"));
  private final CloudEventReader structured = new CloudEventReader(clock);
  private final CloudEventHeaders binary = new CloudEventHeaders(clock);

  @Test
  void unknown_attributes_are_extensions_of_three_types() {
    NewEvent event =
        read(",\"traceid\":\"t\",\"count\":3,\"flag\":true,\"none\":null,\"actor\":\"li\"");

    assertThat(event.envelope().extensions())
        .containsOnlyKeys("traceid", "count", "flag")
        .containsEntry("count", "3")
        .containsEntry("flag", "true");
    assertThat(event.envelope().actor()).isEqualTo("li");
    assertThat(text(event)).isEqualTo("null");
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.com/schemas/order/2, 2",
    "/3, 3",
    "https://example.com/order.json, 0",
    "https://example.com/order/v2, 0",
    "https://example.com/order/0, 0",
    "https://example.com/order/99999999999, 0"
  })
  void a_dataschema_that_ends_in_a_number_names_the_version(String dataschema, int version) {
    NewEvent event = read(",\"dataschema\":\"" + dataschema + "\"");

    assertThat(event.payload().version()).isEqualTo(version);
    assertThat(event.envelope().extensions()).containsEntry("dataschema", dataschema);
  }

  @Test
  void names_every_missing_attribute_and_every_bad_name() {
    assertThatThrownBy(() -> structured.read(BY, bytes("{\"TraceId\":\"x\",\"a\":{}}")))
        .isInstanceOfSatisfying(
            Invalid.class,
            e ->
                assertThat(e.flaws())
                    .extracting(Flaw::pointer)
                    .containsExactly("/TraceId", "/a", "/specversion", "/id", "/source", "/type"));
  }

  @Test
  void base64_data_are_bytes_of_their_content_type() {
    NewEvent octets = read(",\"data_base64\":\"AP8=\"");
    NewEvent json =
        read(",\"datacontenttype\":\"application/json\",\"data_base64\":\"eyJhIjogMX0=\"");

    assertThat(octets.payload().contentType()).isEqualTo("application/octet-stream");
    assertThat(octets.payload().bytes()).containsExactly(0, 0xff);
    assertThat(text(json)).isEqualTo("{\"a\": 1}");
    assertThatThrownBy(() -> read(",\"data_base64\":\"%\"")).isInstanceOf(Invalid.class);
    assertThatThrownBy(() -> read(",\"data_base64\":\"AP8=\",\"data\":1"))
        .isInstanceOf(Invalid.class);
    assertThatThrownBy(
            () -> read(",\"datacontenttype\":\"application/json\",\"data_base64\":\"AP8=\""))
        .isInstanceOf(Invalid.class);
  }

  @Test
  void a_text_of_another_content_type_is_that_text() {
    NewEvent event = read(",\"datacontenttype\":\"text/plain\",\"data\":\"a\\nb\"");

    assertThat(text(event)).isEqualTo("a\nb");
    assertThatThrownBy(() -> read(",\"datacontenttype\":\"text/plain\",\"data\":{}"))
        .isInstanceOf(Invalid.class);
  }

  @ParameterizedTest
  @CsvSource({
    "plain, plain",
    "Euro%20%E2%82%AC%20%F0%9F%98%80, Euro € 😀",
    "%e2%82%ac, €",
    "100%25, 100%",
    "%2525, %25",
    "\"a \\\" b\", a \" b",
    "\"%20\", ' '"
  })
  void header_values_are_decoded_once(String header, String value) {
    assertThat(CloudEventHeaders.decode(header)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({"%", "%2", "%zz", "%C0%80", "%ED%A0%80", "a%ff"})
  void header_values_that_cannot_be_decoded_are_a_flaw(String header) {
    assertThatThrownBy(() -> binary(List.of(new Header("ce-subject", header)), "{}"))
        .isInstanceOfSatisfying(
            Invalid.class,
            e -> assertThat(e.flaws()).extracting(Flaw::pointer).containsExactly("/subject"));
  }

  @Test
  void the_body_of_binary_mode_is_the_data() {
    NewEvent event = binary(List.of(), "{\"a\": 1 }");

    assertThat(text(event)).isEqualTo("{\"a\": 1 }");
    assertThatThrownBy(() -> binary(List.of(), "{\"a\":1,\"a\":2}")).isInstanceOf(Malformed.class);
    assertThat(text(binary(List.of(), ""))).isEqualTo("null");
  }

  private NewEvent binary(List<Header> more, String body) {
    var headers =
        new ArrayList<>(
            List.of(
                new Header("ce-specversion", "1.0"),
                new Header("Ce-Id", "1"),
                new Header("CE-SOURCE", "/a"),
                new Header("ce-type", "x.y")));
    headers.addAll(more);
    return binary.read(BY, headers, "application/json", bytes(body));
  }

  private NewEvent read(String more) {
    return structured.read(BY, bytes("{" + REQUIRED + more + "}"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(NewEvent event) {
    return new String(event.payload().bytes(), StandardCharsets.UTF_8);
  }
}
