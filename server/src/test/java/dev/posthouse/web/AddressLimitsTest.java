package dev.posthouse.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.net.Cidr;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What one address may have, seen from its sockets.
@Timeout(30)
class AddressLimitsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void connections_beyond_the_limit_are_closed_and_come_again_later() throws Exception {
    try (var server = server(new Clients(List.of()), new Visitors.Limits(2, 0, Duration.ZERO));
        Socket second = server.socket()) {
      Socket first = server.socket();
      TestServer.until(() -> server.server.connectionCount() == 2);
      try (Socket third = server.socket()) {
        assertThat(ends(third)).isTrue();
      }
      first.close();
      TestServer.until(() -> server.server.connectionCount() == 1);
      assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
      assertThat(second.isConnected()).isTrue();
    }
  }

  private static boolean ends(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (IOException reset) {
      return true;
    }
  }

  @Test
  void requests_beyond_the_rate_are_answered_429_and_told_when_to_come() throws Exception {
    try (var server = server(new Clients(List.of()), new Visitors.Limits(100, 2, SECOND))) {
      assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
      assertThat(server.get("/v1/events/x").statusCode()).isEqualTo(404);
      HttpResponse<String> refused = server.get("/healthz");

      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(TestServer.json(refused).get("code").stringValue()).isEqualTo("address_limited");
      server.nanos.addAndGet(SECOND.toNanos());
      assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void behind_a_trusted_proxy_each_client_has_its_own_and_nobody_forges_another() throws Exception {
    var clients = new Clients(List.of(Cidr.parse("127.0.0.1")));
    try (var server = server(clients, new Visitors.Limits(1, 1, SECOND))) {
      assertThat(through(server, "203.0.113.7")).isEqualTo(200);
      assertThat(through(server, "203.0.113.7")).isEqualTo(429);
      assertThat(through(server, "1.2.3.4, 203.0.113.7")).isEqualTo(429);
      assertThat(through(server, "203.0.113.8")).isEqualTo(200);
      try (Socket one = server.socket();
          Socket more = server.socket()) {
        TestServer.until(() -> server.server.connectionCount() >= 2);
        assertThat(one.isConnected() && more.isConnected()).isTrue();
      }
    }
  }

  @Test
  void the_metrics_take_the_key_of_those_who_read_them_or_the_admin_key() throws Exception {
    try (var server = new TestServer()) {
      assertThat(metrics(server, "admin")).isEqualTo(200);
      assertThat(metrics(server, "all")).isEqualTo(403);
      assertThat(metrics(server, "none")).isEqualTo(401);
    }
  }

  private static int metrics(TestServer server, String key) throws Exception {
    return server
        .send(server.request("/metrics").setHeader("Authorization", "Bearer " + key).GET())
        .statusCode();
  }

  private static int through(TestServer server, String forwardedFor) throws Exception {
    return server
        .send(server.request("/healthz").header("X-Forwarded-For", forwardedFor).GET())
        .statusCode();
  }

  private static TestServer server(Clients clients, Visitors.Limits limits) {
    return new TestServer(Optional.empty(), clients, limits);
  }
}
