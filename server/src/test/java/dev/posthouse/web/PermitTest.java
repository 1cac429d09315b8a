package dev.posthouse.web;

import static dev.posthouse.web.PublishTest.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.posthouse.access.Authentication;
import dev.posthouse.access.Caller;
import dev.posthouse.access.Publishing;
import dev.posthouse.access.Role;
import dev.posthouse.event.NewEvent;
import dev.posthouse.rule.TypePattern;
import dev.posthouse.work.Quota;
import dev.posthouse.work.Rate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a key that is restricted may publish.
class PermitTest {
  private static final String JSON = "application/json";
  private final TestServer server = new TestServer();
  private final AtomicBoolean still = new AtomicBoolean(true);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void a_key_publishes_of_its_sources_and_types_only() throws Exception {
    let(new Publishing(List.of("erp"), List.of(new TypePattern("order.*")), ""), List.of());

    assertThat(publish("order.created", ",\"source\":\"erp\"").statusCode()).isEqualTo(202);
    var source = publish("order.created", ",\"source\":\"shop\"");
    assertProblem(source, 403, "forbidden");
    assertThat(source.body()).contains("shop");
    assertProblem(publish("order.created", ""), 403, "forbidden");
    assertProblem(publish("invoice.created", ",\"source\":\"erp\""), 403, "forbidden");
    assertThat(server.published).hasSize(1);
  }

  @Test
  void nobody_publishes_in_the_name_of_a_source() throws Exception {
    let(Publishing.ANYTHING, List.of());

    assertProblem(publish("a", ",\"source\":\"so_0000000000001\""), 403, "forbidden");
    assertThat(publish("a", ",\"source\":\"so_much\"").statusCode()).isEqualTo(202);
    assertThat(server.published).hasSize(1);
  }

  @Test
  void in_a_batch_each_event_is_held_to_what_the_key_may() throws Exception {
    let(new Publishing(List.of(), List.of(new TypePattern("order.*")), ""), List.of());
    String both = "[{\"type\":\"other\",\"data\":1},{\"type\":\"order.created\",\"data\":1}]";

    var results = TestServer.json(server.post("/v1/events/batch", JSON, both)).get("results");
    var atomic = server.post("/v1/events/batch?atomic=true", JSON, both);

    assertThat(results.at("/0/status").intValue()).isEqualTo(403);
    assertThat(results.at("/0/problem/code").stringValue()).isEqualTo("forbidden");
    assertThat(results.at("/1/status").intValue()).isEqualTo(202);
    assertProblem(atomic, 403, "forbidden");
    assertThat(server.published).extracting(NewEvent::type).containsExactly("order.created");
  }

  @Test
  void the_key_fixes_the_organisation() throws Exception {
    let(new Publishing(List.of(), List.of(), "shanghai"), List.of());

    assertThat(publish("a", "").statusCode()).isEqualTo(202);
    assertThat(publish("a", ",\"organisation\":\"shanghai\"").statusCode()).isEqualTo(202);
    assertProblem(publish("a", ",\"organisation\":\"beijing\""), 403, "forbidden");

    assertThat(server.published)
        .extracting(event -> event.envelope().organisation())
        .containsExactly("shanghai", "shanghai");
    assertThat(server.published.get(0).hash()).isEqualTo(server.published.get(1).hash());
  }

  @Test
  void above_the_rate_the_answer_is_429_and_says_when_to_come_again() throws Exception {
    var own = new Quota(new Rate(3, Duration.ofMinutes(1)), server.nanos::get);
    var all = new Quota(new Rate(5, Duration.ofMinutes(1)), server.nanos::get);
    let(Publishing.ANYTHING, List.of(own, all));
    String two = "[{\"type\":\"a\",\"data\":1},{\"type\":\"b\",\"data\":1}]";

    assertThat(publish("a", "").statusCode()).isEqualTo(202);
    assertThat(server.post("/v1/events/batch", JSON, two).statusCode()).isEqualTo(202);
    var over = publish("a", "");
    assertProblem(over, 429, "rate_limited");
    assertThat(over.headers().firstValue("Retry-After").map(Integer::parseInt).orElseThrow())
        .isBetween(60, 61);
    String four = "[" + "{\"type\":\"a\",\"data\":1},".repeat(3) + "{\"type\":\"a\",\"data\":1}]";
    server.nanos.addAndGet(Duration.ofSeconds(61).toNanos());
    assertProblem(server.post("/v1/events/batch", JSON, four), 413, "too_large");
    assertThat(server.published).hasSize(3);
  }

  @Test
  void what_the_tenant_has_no_room_for_does_not_count_for_the_key() throws Exception {
    var own = new Quota(new Rate(3, Duration.ofMinutes(1)), server.nanos::get);
    var all = new Quota(new Rate(1, Duration.ofMinutes(1)), server.nanos::get);
    var permit = new Permit(caller(Publishing.ANYTHING, List.of(own, all)));
    permit.take(1);

    assertThat(catchThrowable(() -> permit.take(1))).isInstanceOf(Refusal.class);

    assertThat(own.take(2)).isZero();
  }

  @Test
  void a_request_whose_key_is_taken_away_while_its_body_comes_in_is_refused() throws Exception {
    let(Publishing.ANYTHING, List.of());
    String body = "{\"type\":\"a\",\"data\":1}";
    try (var socket = server.socket()) {
      var out = socket.getOutputStream();
      String head =
          "POST /v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer key\r\n"
              + "Content-Type: application/json\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n";
      out.write((head + body.substring(0, 5)).getBytes(UTF_8));
      out.flush();
      TestServer.until(() -> server.server.waitingInside() == 1);
      still.set(false);
      server.doorkeeper(shown -> new Authentication.Refused());
      out.write(body.substring(5).getBytes(UTF_8));
      socket.shutdownOutput();

      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 401");
      assertThat(server.published).isEmpty();
    }
  }

  @Test
  void from_an_address_that_is_not_allowed_nothing_is_answered_but_403() throws Exception {
    server.doorkeeper(shown -> new Authentication.Elsewhere());

    var answer = publish("a", "");

    assertProblem(answer, 403, "address_refused");
    assertThat(answer.body()).contains("127.0.0.1");
  }

  private void let(Publishing publishing, List<Quota> quotas) {
    server.doorkeeper(shown -> new Authentication.Granted(caller(publishing, quotas), still::get));
  }

  private static Caller caller(Publishing publishing, List<Quota> quotas) {
    var from = InetAddress.getLoopbackAddress();
    return new Caller(
        TestServer.TENANT, Set.of(Role.PUBLISH), "key_1", false, from, publishing, quotas);
  }

  private HttpResponse<String> publish(String type, String more)
      throws IOException, InterruptedException {
    return server.post("/v1/events", JSON, "{\"type\":\"" + type + "\",\"data\":1" + more + "}");
  }
}
