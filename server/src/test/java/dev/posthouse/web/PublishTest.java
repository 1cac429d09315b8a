package dev.posthouse.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.accept.Acceptance;
import dev.posthouse.accept.Acceptance.Result;
import dev.posthouse.event.EventId;
import dev.posthouse.event.NewEvent;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublishTest {
  private final TestServer server = new TestServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void takes_an_event() throws Exception {
    var response =
        server.post("/v1/events", "application/json", "{\"type\":\"a.b\",\"data\":{\"x\": 1}}");

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.body())
        .isEqualTo("{\"id\":\"" + new EventId(1) + "\",\"duplicate\":false,\"deliveries\":2}");
    assertThat(data(server.published.getFirst())).isEqualTo("{\"x\": 1}");
    assertThat(server.published.getFirst().tenant()).isEqualTo(TestServer.TENANT);
    assertThat(server.memory.used()).isZero();
  }

  @Test
  void tells_a_duplicate_and_a_conflict_apart() throws Exception {
    server.publisher((t, e, a) -> accepted(new Result.Duplicate(new EventId(3))));
    var duplicate = server.post("/v1/events", "application/json", "{\"type\":\"a\",\"data\":1}");
    server.publisher((t, e, a) -> accepted(new Result.Conflict(new EventId(3))));
    var conflict = server.post("/v1/events", "application/json", "{\"type\":\"a\",\"data\":1}");

    assertThat(duplicate.statusCode()).isEqualTo(200);
    assertThat(duplicate.body())
        .isEqualTo("{\"id\":\"" + new EventId(3) + "\",\"duplicate\":true}");
    assertProblem(conflict, 409, "conflict");
    assertThat(conflict.body()).contains(new EventId(3).toString());
  }

  @Test
  void a_busy_server_says_when_to_come_back() throws Exception {
    server.publisher(
        (t, e, a) -> new Acceptance.Busy("queue_full", "Too much waits.", Duration.ofMillis(1200)));
    var full = server.post("/v1/events", "application/json", "{\"type\":\"a\",\"data\":1}");
    server.publisher(
        (t, e, a) -> new Acceptance.Busy("tenant_share", "Others wait.", Duration.ofSeconds(1)));
    var share = server.post("/v1/events", "application/json", "{\"type\":\"a\",\"data\":1}");

    assertProblem(full, 503, "queue_full");
    assertThat(full.headers().firstValue("Retry-After")).hasValue("2");
    assertProblem(share, 429, "tenant_share");
  }

  @Test
  void takes_cloud_events_in_structured_and_in_binary_mode() throws Exception {
    var structured =
        server.post(
            "/v1/events",
            "application/cloudevents+json; charset=utf-8",
            "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/a\",\"type\":\"x.y\",\"data\":[1 ]}");
    var binary =
        server.send(
            server
                .request("/v1/events")
                .header("Content-Type", "application/json")
                .header("ce-specversion", "1.0")
                .header("CE-Id", "2")
                .header("ce-source", "/caf%C3%A9%20%22x%22")
                .header("ce-type", "x.y")
                .header("ce-organisation", "shanghai")
                .header("ce-traceparent", "00-1")
                .POST(HttpRequest.BodyPublishers.ofString("{\"x\": 1}")));

    assertThat(structured.statusCode()).as(structured.body()).isEqualTo(202);
    assertThat(binary.statusCode()).as(binary.body()).isEqualTo(202);
    assertThat(data(server.published.get(0))).isEqualTo("[1 ]");
    NewEvent event = server.published.get(1);
    assertThat(data(event)).isEqualTo("{\"x\": 1}");
    assertThat(event.origin().source()).isEqualTo("/café \"x\"");
    assertThat(event.envelope().organisation()).isEqualTo("shanghai");
    assertThat(event.envelope().extensions()).containsEntry("traceparent", "00-1");
  }

  @Test
  void a_batch_is_answered_event_by_event_in_order() throws Exception {
    server.publisher((t, events, a) -> {
      assertThat(events).extracting(NewEvent::type).containsExactly("a", "c", "d");
      return accepted(
          new Result.New(new EventId(1), 1),
          new Result.Conflict(new EventId(9)),
          new Result.Duplicate(new EventId(8)));
    });

    var response =
        server.post(
            "/v1/events/batch",
            "application/json",
            "[{\"type\":\"a\",\"data\":1},{\"typ\":\"b\",\"data\":1},"
                + "{\"type\":\"c\",\"data\":1},{\"type\":\"d\",\"data\":1}]");

    assertThat(response.statusCode()).isEqualTo(202);
    var results = TestServer.json(response).get("results");
    assertThat(results.get(0).get("status").intValue()).isEqualTo(202);
    assertThat(results.get(0).get("deliveries").intValue()).isEqualTo(1);
    assertThat(results.get(1).get("status").intValue()).isEqualTo(422);
    assertThat(results.get(1).get("problem").get("errors").get(0).get("pointer").stringValue())
        .isEqualTo("/typ");
    assertThat(results.get(2).get("status").intValue()).isEqualTo(409);
    assertThat(results.get(2).get("problem").get("code").stringValue()).isEqualTo("conflict");
    assertThat(results.get(3).get("status").intValue()).isEqualTo(200);
  }

  @Test
  void a_broken_line_does_not_keep_the_others_out() throws Exception {
    var response =
        server.post(
            "/v1/events/batch",
            "application/x-ndjson",
            "{\"type\":\"a\",\"data\":1}\r\n\n{\"type\":\n{\"type\":\"b\",\"data\":2}");

    var results = TestServer.json(response).get("results");
    assertThat(results.size()).isEqualTo(3);
    assertThat(results.get(1).get("status").intValue()).isEqualTo(400);
    assertThat(results.get(1).get("problem").get("line").intValue()).isEqualTo(3);
    assertThat(server.published).extracting(NewEvent::type).containsExactly("a", "b");
  }

  @Test
  void an_atomic_batch_with_a_wrong_event_is_refused_whole() throws Exception {
    var response =
        server.post(
            "/v1/events/batch?atomic=true",
            "application/json",
            "[{\"type\":\"a\",\"data\":1},{\"data\":1}]");

    assertProblem(response, 422, "invalid");
    assertThat(response.body()).contains("/1/type");
    assertThat(server.published).isEmpty();
  }

  @Test
  void an_atomic_batch_with_a_conflict_tells_all_results() throws Exception {
    server.publisher((t, e, atomic) ->
        new Acceptance.Refused(
            List.of(new Result.New(new EventId(1), 1), new Result.Conflict(new EventId(9)))));

    var response =
        server.post(
            "/v1/events/batch?atomic=true",
            "application/json",
            "[{\"type\":\"a\",\"data\":1},{\"type\":\"a\",\"data\":1}]");

    assertProblem(response, 409, "conflict");
    assertThat(TestServer.json(response).get("results").size()).isEqualTo(2);
  }

  @Test
  void a_batch_has_at_most_1000_events() throws Exception {
    String event = "{\"type\":\"a\",\"data\":1}";

    var most =
        server.post(
            "/v1/events/batch", "application/json", "[" + event + ("," + event).repeat(999) + "]");
    var over = server.post("/v1/events/batch", "application/x-ndjson", (event + "\n").repeat(1001));

    assertThat(most.statusCode()).isEqualTo(202);
    assertProblem(over, 413, "too_large");
    assertThat(over.body()).contains("1000 events");
    assertThat(server.published).hasSize(1000);
  }

  @Test
  void wrong_requests_get_problems() throws Exception {
    assertProblem(server.post("/v1/events", "text/plain", "x"), 415, "unsupported_media_type");
    assertProblem(server.post("/v1/events", "application/json", "{"), 400, "malformed_json");
    assertProblem(
        server.post("/v1/events", "application/json", "{\"type\":\"a\"}"), 422, "invalid");
    assertProblem(
        server.post("/v1/events/batch?atomc=true", "application/json", "[]"), 422, "invalid");
    assertProblem(server.post("/v1/nothing", "application/json", "{}"), 404, "no_route");
    var wrongMethod = server.send(server.request("/v1/events").DELETE());
    assertProblem(wrongMethod, 405, "method_not_allowed");
    assertThat(wrongMethod.headers().firstValue("Allow").orElseThrow()).contains("POST");
    var gzip =
        server.send(
            server
                .request("/v1/events")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofString("x")));
    assertProblem(gzip, 415, "unsupported_media_type");
  }

  @Test
  void asks_for_a_key_without_saying_what_is_wrong_with_it() throws Exception {
    var body = HttpRequest.BodyPublishers.ofString("{\"type\":\"a\",\"data\":1}");
    var wrong =
        server.send(server.request("/v1/events").setHeader("Authorization", "Bearer x").POST(body));
    var none =
        server.send(server.request("/v1/events").setHeader("Authorization", "Basic x").POST(body));
    var reader =
        server.send(
            server.request("/v1/events").setHeader("Authorization", "bearer read").POST(body));
    var tenant =
        server.send(server.request("/v1/events").header("Posthouse-Tenant", "x").POST(body));

    assertProblem(wrong, 401, "unauthorized");
    assertProblem(none, 401, "unauthorized");
    assertThat(server.refusals.byCode()).containsEntry("unauthorized", 2L);
    assertThat(none.body()).isEqualTo(wrong.body());
    assertProblem(reader, 403, "forbidden");
    assertThat(reader.body()).contains("publish");
    assertProblem(tenant, 404, "unknown_tenant");
  }

  @Test
  void a_defect_is_a_500_that_shows_nothing_but_an_id() throws Exception {
    server.publisher((t, e, a) -> {
      throw new IllegalStateException("secret detail");
    });

    var response = server.post("/v1/events", "application/json", "{\"type\":\"a\",\"data\":1}");

    assertProblem(response, 500, "internal");
    assertThat(response.body()).contains("err_").doesNotContain("secret");
  }

  private static Acceptance accepted(Result... results) {
    return new Acceptance.Accepted(List.of(results));
  }

  private static String data(NewEvent event) {
    return new String(event.payload().bytes(), StandardCharsets.UTF_8);
  }

  static void assertProblem(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(TestServer.json(response).get("code").stringValue()).isEqualTo(code);
  }
}
