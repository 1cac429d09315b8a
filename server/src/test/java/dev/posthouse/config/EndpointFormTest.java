package dev.posthouse.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.posthouse.access.Secret;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Flaw;
import dev.posthouse.event.Header;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Json;
import dev.posthouse.net.Cidr;
import dev.posthouse.work.Rate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

@NullMarked
final class EndpointFormTest {
  private static final String FULL =
      """
      {"name":"ERP","url":"https://erp.example.com/hooks?x=1","method":"PUT",
       "headers":{"X-Shop":"7","X-Api-Token":"t0ken"},
       "auth":{"type":"bearer","token":"s3cret"},
       "signing":{"scheme":"none"},"webhookId":"event","timeout":"500ms",
       "retry":{"strategy":"exponential","maxAttempts":4,"initialDelay":"1s","factor":3,
                "maxDelay":"10m","maxAge":"72h"},
       "rateLimit":"100/min","concurrency":8,"tls":{"verify":false},"allowedIps":["10.0.0.0/8"],
       "enabled":false}
      """;

  @Test
  void reads_every_field() {
    Endpoint e = read(FULL);
    assertThat(e.name()).isEqualTo("ERP");
    assertThat(e.url()).hasToString("https://erp.example.com/hooks?x=1");
    assertThat(e.method()).isEqualTo("PUT");
    assertThat(e.headers())
        .containsExactly(new Header("X-Shop", "7"), new Header("X-Api-Token", "t0ken"));
    assertThat(e.auth()).isEqualTo(new Auth.Bearer(new Secret("s3cret")));
    assertThat(e.signing().scheme()).isEqualTo(Signing.Scheme.NONE);
    assertThat(e.webhookId()).isEqualTo(Endpoint.WebhookId.EVENT);
    assertThat(e.timeout()).isEqualTo(Duration.ofMillis(500));
    assertThat(e.retry())
        .isEqualTo(
            new Retry(
                new Retry.Exponential(Duration.ofSeconds(1), 3, Duration.ofMinutes(10)),
                4,
                Optional.of(Duration.ofDays(3))));
    assertThat(e.rate()).contains(new Rate(100, Duration.ofMinutes(1)));
    assertThat(e.concurrency()).isEqualTo(8);
    assertThat(e.tls()).isEqualTo(new Tls(false, Optional.empty(), Optional.empty()));
    assertThat(e.allowedIps()).containsExactly(Cidr.parse("10.0.0.0/8"));
    assertThat(e.enabled()).isFalse();
  }

  @Test
  void fills_in_safe_defaults() {
    Endpoint e = read("{\"name\":\"n\",\"url\":\"http://a.example\"}");
    assertThat(e.method()).isEqualTo("POST");
    assertThat(e.signing().scheme()).isEqualTo(Signing.Scheme.V1);
    assertThat(e.retry()).isEqualTo(Retry.STANDARD);
    assertThat(e.timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(e.concurrency()).isEqualTo(64);
    assertThat(e.tls()).isEqualTo(Tls.DEFAULT);
    assertThat(e.enabled()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"window":"999ms"}      | must be from 1s to 1h
          {"window":"1s"}         |
          {"window":"1h"}         |
          {"window":"3601s"}      | must be from 1s to 1h
          {"minimum":0}           | must be a whole number from 1 to 100000
          {"minimum":100000}      |
          {"minimum":100001}      | must be a whole number from 1 to 100000
          {"ratio":0}             | must be above 0 and at most 1
          {"ratio":1}             |
          {"ratio":1.01}          | must be above 0 and at most 1
          {"disableAfter":"59s"}  | must be from 1m to 365d
          {"disableAfter":"365d"} |
          {"disableAfter":"never"} |
          {"disableAfter":"soon"} | soon
          {"breaks":true}         | unknown field; did you mean "breaker"
          """)
  void says_what_is_wrong_with_a_health_policy(String health, String message) {
    String form = "{\"name\":\"n\",\"url\":\"http://a.example\",\"health\":" + health + "}";
    if (message == null) {
      assertThat(EndpointForm.write(read(form)).path("health").toString()).isNotEmpty();
    } else {
      Invalid invalid = catchThrowableOfType(Invalid.class, () -> read(form));
      assertThat(invalid.flaws().getFirst().pointer()).startsWith("/health/");
      assertThat(invalid.flaws().getFirst().message()).contains(message);
    }
  }

  @Test
  void endpoints_break_and_are_disabled_unless_told_otherwise() {
    String form = "{\"name\":\"n\",\"url\":\"http://a.example\"";
    assertThat(read(form + "}").health()).isEqualTo(HealthPolicy.STANDARD);
    assertThat(read(form + ",\"health\":{\"breaker\":false,\"disableAfter\":\"never\"}}").health())
        .isEqualTo(new HealthPolicy(Optional.empty(), Optional.empty()));
  }

  @Test
  void writes_what_it_reads_with_secrets_masked() {
    Endpoint e = read(FULL);
    String written = Json.text(EndpointForm.write(e));
    assertThat(written)
        .doesNotContain("s3cret", "t0ken")
        .contains("\"token\":\"***\"", "\"X-Api-Token\":\"***\"", "\"maxAge\":\"72h\"");
    assertThat(e.toString()).doesNotContain("t0ken");
    assertThat(read(EndpointSecrets.of(e).fill(EndpointForm.write(e)))).isEqualTo(e);
  }

  @Test
  void keeps_secrets_that_come_back_masked_and_refuses_a_mask_for_nothing() {
    var secrets = EndpointSecrets.parse(EndpointSecrets.of(read(FULL)).serialise());
    ObjectNode masked =
        object(
            "{\"auth\":{\"type\":\"bearer\",\"token\":\"***\"},\"headers\":{\"x-api-token\":\"***\"}}");
    assertThat(Json.text(secrets.fill(masked))).contains("s3cret", "t0ken");
    var basic = object("{\"auth\":{\"type\":\"basic\",\"username\":\"u\",\"password\":\"***\"}}");
    assertThat(catchThrowableOfType(Invalid.class, () -> secrets.fill(basic)).flaws())
        .extracting(Flaw::pointer)
        .containsExactly("/auth/password");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://a.example/x",
        "a.example/hooks",
        "/hooks",
        "http://",
        "https://user:pw@a.example/",
        "https://a.example/#top",
        "https://a.example:0/",
        "https://a.example:70000/",
        "https://a.example/a b",
        "https://a.example/{{id}}",
        "https:///hooks",
        "mailto:x@a.example",
        "https://bad_host/x",
        ""
      })
  void refuses_a_url_that_deliveries_cannot_go_to(String url) {
    var body = object("{\"name\":\"n\"}").put("url", url);
    assertThat(catchThrowableOfType(Invalid.class, () -> read(body)).flaws())
        .singleElement()
        .satisfies(f -> assertThat(f.pointer()).isEqualTo("/url"))
        .satisfies(f -> assertThat(f.message()).contains("https://example.com/hooks"));
  }

  @ParameterizedTest
  @CsvSource({
    "Host,x",
    "content-length,1",
    "Transfer-Encoding,x",
    "Connection,close",
    "webhook-id,x",
    "Webhook-Foo,x",
    "posthouse-event-id,x",
    "X Y,x",
    "X:Y,x",
    "名,x",
    "X-A,'a\nb'",
    "X-A,' a'",
    "X-A,'é'",
    "X-A,'{{ data.id }}'",
    "X-A,'a\u0000'"
  })
  void refuses_headers_that_are_not_ours_to_send(String name, String value) {
    var body = object("{\"name\":\"n\",\"url\":\"https://a.example\"}");
    body.putObject("headers").put(name, value);
    assertThat(catchThrowableOfType(Invalid.class, () -> read(body)).flaws())
        .singleElement()
        .satisfies(f -> assertThat(f.pointer()).isEqualTo("/headers/" + name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"method\":\"GET\" | /method",
        "\"timeout\":\"soon\" | /timeout",
        "\"timeout\":\"10m\" | /timeout",
        "\"timeout\":\"50ms\" | /timeout",
        "\"timeout\":30 | /timeout",
        "\"rateLimit\":\"100/fortnight\" | /rateLimit",
        "\"rateLimit\":\"0/s\" | /rateLimit",
        "\"concurrency\":0 | /concurrency",
        "\"concurrency\":1.5 | /concurrency",
        "\"retry\":{\"strategy\":\"never\"} | /retry/strategy",
        "\"retry\":{\"strategy\":\"fixed\"} | /retry/delay",
        "\"retry\":{\"strategy\":\"list\",\"delays\":[]} | /retry/delays",
        "\"retry\":{\"strategy\":\"list\",\"delays\":[\"5s\",\"x\"]} | /retry/delays/1",
        "\"retry\":{\"strategy\":\"fixed\",\"delay\":\"1s\",\"maxAttempts\":0} | /retry/maxAttempts",
        "\"retry\":{\"strategy\":\"fixed\",\"delay\":\"1s\",\"factor\":2} | /retry/factor",
        "\"retry\":{\"strategy\":\"exponential\",\"factor\":0.5} | /retry/factor",
        "\"tls\":{\"ca\":\"not pem\"} | /tls/ca",
        "\"allowedIps\":[\"10.0.0.0/8\",\"here\"] | /allowedIps/1",
        "\"signing\":{\"scheme\":\"v2\"} | /signing/scheme",
        "\"webhookId\":\"both\" | /webhookId",
        "\"enabled\":\"yes\" | /enabled",
        "\"auth\":{\"type\":\"oauth\"} | /auth/type",
        "\"auth\":{\"type\":\"bearer\"} | /auth/token",
        "\"auth\":{\"type\":\"basic\",\"username\":\"a:b\",\"password\":\"x\"} | /auth/username",
        "\"auth\":{\"type\":\"api_key\",\"header\":\"Host\",\"value\":\"x\"} | /auth/header",
        "\"auth\":{\"type\":\"bearer\",\"token\":\"a\\nb\"} | /auth/token",
        "\"enalbed\":true | /enalbed",
      })
  void points_at_the_field_that_is_wrong(String field, String pointer) {
    assertThat(flaws("{\"name\":\"n\",\"url\":\"https://a.example\"," + field + "}"))
        .extracting(Flaw::pointer)
        .containsExactly(pointer);
  }

  @Test
  void refuses_a_second_authorization_header() {
    assertThat(
            flaws(
                """
                {"name":"n","url":"https://a.example","headers":{"authorization":"x"},
                 "auth":{"type":"bearer","token":"y"}}
                """))
        .extracting(Flaw::pointer)
        .containsExactly("/headers");
  }

  @Test
  void asks_for_name_and_url() {
    assertThat(flaws("{}")).extracting(Flaw::pointer).containsExactly("/name", "/url");
    assertThat(flaws("{\"name\":\"a\\u0000b\",\"url\":\"https://a.example\"}"))
        .extracting(Flaw::pointer)
        .containsExactly("/name");
  }

  private static List<Flaw> flaws(String json) {
    return catchThrowableOfType(Invalid.class, () -> read(json)).flaws();
  }

  private static Endpoint read(String json) {
    return read(object(json));
  }

  private static Endpoint read(ObjectNode json) {
    return EndpointForm.read(
        json,
        new EndpointForm.Identity(new EndpointId(1), new TenantId(2), 3, scheme -> List.of()));
  }

  private static ObjectNode object(String json) {
    return (ObjectNode) Json.parse(json.getBytes(UTF_8));
  }
}
