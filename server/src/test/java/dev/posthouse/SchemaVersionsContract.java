package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.LiveHouse.Ask;
import dev.posthouse.testing.Databases;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Events held against the schemas of their types when they are published, and converted to the
/// version that a subscription pins.
@Timeout(60)
abstract class SchemaVersionsContract {
  private static final String FITS = "{\"type\":\"lab.result\",\"data\":{\"total\":1}}";
  private static final String MISFIT = "{\"type\":\"lab.result\",\"data\":{\"total\":\"1\"}}";
  private static final String UNKNOWN = "{\"type\":\"lab.resul\",\"data\":{}}";

  private static final String FIRST =
      """
      {"version": 1, "sample": {"total": 1},
       "schema": {"required": ["total"], "properties": {"total": {"type": "number"}}}}
      """;
  private static final String SECOND =
      """
      {"version": 2, "sample": {"sum": {"net": 2}},
       "up": {"sum": {"net": "{{ total }}"}}, "down": {"total": "{{ sum.net }}"},
       "schema": {"required": ["sum"], "properties": {"sum": {"required": ["net"]}}}}
      """;
  private static final String THIRD =
      """
      {"version": 3, "sample": {"net": 3, "currency": "MYR"},
       "up": {"net": "{{ sum.net }}", "currency": "MYR"}, "down": {"sum": {"net": "{{ net }}"}},
       "schema": {"required": ["net", "currency"]}}
      """;

  @TempDir Path folder;
  private LiveHouse house;
  private String tenant = "";

  abstract Databases.Kind kind();

  @BeforeEach
  void open() throws Exception {
    house = new LiveHouse(kind(), folder);
    tenant = house.ask(200, Ask.of("GET /v1/tenants")).at("/items/0/id").stringValue();
  }

  @AfterEach
  void close() {
    house.close();
  }

  private void type(String... versions) throws Exception {
    String form =
        "{\"name\":\"lab.result\",\"module\":\"lab\",\"versions\":[%s]}"
            .formatted(String.join(",", versions));
    house.ask(201, Ask.of("POST /v1/event-types").body(form));
  }

  private void policy(String unknownTypes, String invalidData) throws Exception {
    String policy =
        "{\"unknownTypes\":\"%s\",\"invalidData\":\"%s\"}".formatted(unknownTypes, invalidData);
    house.ask(200, Ask.of("PATCH /v1/tenants/{id}").id(tenant).body(policy));
  }

  private JsonNode publish(int status, String event) throws Exception {
    return house.ask(status, Ask.of("POST /v1/events").body(event));
  }

  private int version(JsonNode published) throws Exception {
    String id = published.get("id").stringValue();
    return house.ask(200, Ask.of("GET /v1/events/{id}").id(id)).get("schemaVersion").intValue();
  }

  @ParameterizedTest
  @CsvSource({
    "accept, accept, 202, 202, false",
    "warn,   accept, 202, 202, true",
    "refuse, accept, 422, 202, false",
    "accept, warn,   202, 202, true",
    "accept, refuse, 202, 422, false",
    "warn,   refuse, 202, 422, true",
    "refuse, warn,   422, 202, true"
  })
  void a_tenant_decides_what_becomes_of_events_that_are_not_as_described(
      String unknownTypes, String invalidData, int unknown, int misfit, boolean warned)
      throws Exception {
    type(FIRST);
    policy(unknownTypes, invalidData);

    assertThat(publish(202, FITS).has("warnings")).isFalse();
    JsonNode one = publish(unknown, UNKNOWN);
    JsonNode other = publish(misfit, MISFIT);
    if (unknown == 422) {
      assertThat(one.at("/errors/0/pointer").stringValue()).isEqualTo("/type");
      assertThat(one.at("/errors/0/message").stringValue())
          .isEqualTo("there is no event type \"lab.resul\"; did you mean \"lab.result\"?");
    }
    if (misfit == 422) {
      assertThat(other.at("/errors/0/pointer").stringValue()).isEqualTo("/data/total");
      assertThat(other.at("/errors/0/message").stringValue())
          .isEqualTo("must be a number, not a text");
    }
    assertThat(one.has("warnings") || other.has("warnings")).isEqualTo(warned);
  }

  @Test
  void a_warning_names_the_place_and_an_event_keeps_the_version_of_its_data() throws Exception {
    type(FIRST, SECOND);

    JsonNode published = publish(202, MISFIT);
    assertThat(published.at("/warnings/0").stringValue()).isEqualTo("/data/sum is missing");
    assertThat(version(published)).isEqualTo(2);
    String first = FITS.replace("}}", "},\"schemaVersion\":1}");
    assertThat(version(publish(202, first))).isEqualTo(1);
    assertThat(version(publish(202, UNKNOWN))).isZero();
    JsonNode beyond = publish(202, FITS.replace("}}", "},\"schemaVersion\":3}"));
    assertThat(beyond.at("/warnings/0").stringValue())
        .isEqualTo("/schemaVersion \"lab.result\" has versions 1 to 2, not 3");
    publish(422, FITS.replace("}}", "},\"schemaVersion\":0}"));
    publish(422, FITS.replace("}}", "},\"schemaVersion\":\"1\"}"));
    assertThat(publish(422, FITS.replace("}}", "},\"schemaversion\":1}")).toString())
        .contains("did you mean \\\"schemaVersion\\\"");
  }

  @Test
  void a_tenant_keeps_its_name() throws Exception {
    JsonNode now = house.ask(200, Ask.of("GET /v1/tenants/{id}").id(tenant));
    String name = now.get("name").stringValue();

    house.ask(200, Ask.of("PATCH /v1/tenants/{id}").id(tenant).body("{\"name\":\"" + name + "\"}"));
    JsonNode refused =
        house.ask(422, Ask.of("PATCH /v1/tenants/{id}").id(tenant).body("{\"name\":\"new\"}"));
    assertThat(refused.at("/errors/0/pointer").stringValue()).isEqualTo("/name");
  }

  @Test
  void in_a_batch_the_event_that_is_refused_is_refused_alone() throws Exception {
    type(FIRST);
    policy("warn", "refuse");
    String batch = "[" + FITS + "," + MISFIT + "," + UNKNOWN + "]";

    JsonNode results = house.ask(202, Ask.of("POST /v1/events/batch").body(batch)).get("results");
    assertThat(results.valueStream().map(r -> r.get("status").intValue()))
        .containsExactly(202, 422, 202);
    assertThat(results.at("/1/problem/errors/0/pointer").stringValue()).isEqualTo("/data/total");
    assertThat(results.at("/2/warnings/0").stringValue()).startsWith("/type there is no");

    JsonNode problem =
        house.ask(422, Ask.of("POST /v1/events/batch").query("?atomic=true").body(batch));
    assertThat(problem.at("/errors/0/pointer").stringValue()).isEqualTo("/1/data/total");
    assertThat(house.ask(200, Ask.of("GET /v1/events")).get("items").size()).isEqualTo(2);
    assertThat(
            house
                .ask(202, Ask.of("POST /v1/events/batch").body("[" + MISFIT + "]"))
                .at("/results/0/status")
                .intValue())
        .isEqualTo(422);
  }

  @Test
  void what_was_refused_is_refused_again_and_what_was_accepted_is_a_duplicate() throws Exception {
    type(FIRST);
    policy("warn", "refuse");
    String keyed = MISFIT.replace("\"type\"", "\"source\":\"erp\",\"id\":\"7\",\"type\"");

    publish(422, keyed);
    publish(422, keyed);
    policy("warn", "warn");
    String id = publish(202, keyed).get("id").stringValue();
    assertThat(publish(200, keyed).get("id").stringValue()).isEqualTo(id);
    policy("warn", "refuse");
    assertThat(publish(200, keyed).get("id").stringValue()).isEqualTo(id);
    publish(422, keyed.replace("\"1\"", "\"2\""));
  }

  @Test
  void every_subscription_sees_the_version_that_it_pins() throws Exception {
    type(FIRST, SECOND, THIRD);
    subscribe("one", "{\"lab.result\":1}", "total > 5.0", "standard");
    subscribe("two", "{\"lab.result\":2}", "sum.net > 5", "raw");
    subscribe("three", "{\"lab.result\":3}", "net > 5", "template");
    subscribe("plain", "{}", "", "raw");

    assertThat(bodies("1", "{\"total\": 7.50}"))
        .containsExactlyInAnyOrder(
            "/one {\"total\": 7.50}",
            "/two {\"sum\":{\"net\":7.50}}",
            "/three {\"is\":7.50,\"in\":\"MYR\"}",
            "/plain {\"total\": 7.50}");
    assertThat(bodies("2", "{\"sum\": {\"net\": 8}}"))
        .containsExactlyInAnyOrder(
            "/one {\"total\":8}",
            "/two {\"sum\": {\"net\": 8}}",
            "/three {\"is\":8,\"in\":\"MYR\"}",
            "/plain {\"sum\": {\"net\": 8}}");
    assertThat(bodies("3", "{\"net\": 9, \"currency\": \"SGD\"}"))
        .containsExactlyInAnyOrder(
            "/one {\"total\":9}",
            "/two {\"sum\":{\"net\":9}}",
            "/three {\"is\":9,\"in\":\"SGD\"}",
            "/plain {\"net\": 9, \"currency\": \"SGD\"}");
    assertThat(bodies("3", "{\"net\": 1, \"currency\": \"SGD\"}"))
        .containsExactly("/plain {\"net\": 1, \"currency\": \"SGD\"}");
  }

  /// What is sent for an event, the envelope of `standard` left out.
  private List<String> bodies(String version, String data) throws Exception {
    house.sent.clear();
    JsonNode published =
        publish(
            202,
            "{\"type\":\"lab.result\",\"schemaVersion\":%s,\"data\":%s}".formatted(version, data));
    finished(published.get("id").stringValue(), published.get("deliveries").intValue());
    return house.sent.stream()
        .map(body ->
            body.startsWith("/one ") ? "/one " + body.replaceAll("^.*\"data\":|}$", "") : body)
        .toList();
  }

  private void subscribe(String name, String versions, String filter, String body)
      throws Exception {
    String endpoint =
        house
            .ask(
                201,
                Ask.of("POST /v1/endpoints")
                    .body(
                        "{\"name\":\"%1$s\",\"url\":\"https://receiver.example/%1$s\"}"
                            .formatted(name)))
            .get("id")
            .stringValue();
    String sends =
        body.equals("template")
            ? "\"payload\":{\"is\":\"{{ net }}\",\"in\":\"{{ currency }}\"}"
            : "\"body\":\"" + body + "\"";
    String filters = filter.isEmpty() ? "[]" : "[\"" + filter + "\"]";
    String form =
        "{\"name\":\"%s\",\"endpoint\":\"%s\",\"types\":[\"lab.*\"],\"filter\":%s,\"versions\":%s,%s}"
            .formatted(name, endpoint, filters, versions, sends);
    house.ask(201, Ask.of("POST /v1/subscriptions").body(form));
  }

  private JsonNode finished(String event, int deliveries) throws Exception {
    var list = Ask.of("GET /v1/events/{id}/deliveries").id(event);
    JsonNode items = house.ask(200, list).get("items");
    while (items.size() < deliveries
        || items.valueStream().anyMatch(item -> item.get("finished").isNull())) {
      Thread.onSpinWait();
      items = house.ask(200, list).get("items");
    }
    return items;
  }

  @Test
  void data_that_cannot_be_converted_are_a_filters_no_and_unsent_without_a_filter()
      throws Exception {
    type(FIRST, SECOND);
    subscribe("filtered", "{\"lab.result\":2}", "true", "raw");
    subscribe("all", "{\"lab.result\":2}", "", "raw");
    String broken =
        THIRD.replaceFirst(", \"down\": \\{\"sum\": \\{\"net\": \"\\{\\{ net }}\"}}", "");
    assertThat(broken).doesNotContain("down");
    JsonNode grown =
        house.ask(
            200,
            Ask.of("PUT /v1/event-types/{name}")
                .id("lab.result")
                .body("{\"module\":\"lab\",\"versions\":[%s]}".formatted(broken)));
    assertThat(grown.get("warnings")).hasSize(2);

    JsonNode published =
        publish(202, "{\"type\":\"lab.result\",\"data\":{\"net\":1,\"currency\":\"MYR\"}}");
    assertThat(published.get("deliveries").intValue()).isEqualTo(1);
    String event = published.get("id").stringValue();
    JsonNode delivery = finished(event, 1).get(0);
    assertThat(delivery.get("state").stringValue()).isEqualTo("failed");
    JsonNode whole =
        house.ask(200, Ask.of("GET /v1/deliveries/{id}").id(delivery.get("id").stringValue()));
    assertThat(whole.at("/attemptList/0/outcome").toString()).contains("unsent");
    assertThat(whole.toString()).contains("no way from version 3 to version 2");
    JsonNode explained = house.ask(200, Ask.of("GET /v1/events/{id}/explain").id(event));
    assertThat(explained.toString()).contains("no way from version 3 to version 2");
  }
}
