package dev.posthouse.deliver;

import static dev.posthouse.deliver.SenderHouse.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.Outcome.Phase;
import dev.posthouse.event.Outcome.TimedOut;
import dev.posthouse.testing.ScriptedServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whatever a receiver does to hold an attempt open, the attempt ends when its time is over.
class HttpSenderDeadlineTest {
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final Duration SOON = Duration.ofSeconds(3);

  private final SenderHouse house = SenderHouse.open();

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void ends_in_time_when_there_is_never_an_answer() throws Exception {
    endsInTime(ScriptedServer.Peer::awaitClose);
  }

  @Test
  void ends_in_time_when_headers_drip() throws Exception {
    endsInTime(peer -> {
      peer.readRequest();
      peer.write("HTTP/1.1 200 OK\r\n");
      peer.drip("A: b\r\n");
    });
  }

  @Test
  void ends_in_time_when_informational_answers_drip() throws Exception {
    endsInTime(peer -> {
      peer.readRequest();
      peer.write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 1");
      peer.awaitClose();
    });
  }

  @Test
  void ends_in_time_when_the_body_drips() throws Exception {
    endsInTime(peer -> {
      peer.readRequest();
      peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      peer.drip("1\r\na\r\n");
    });
  }

  @Test
  void ends_in_time_when_nobody_reads_a_large_request() throws Exception {
    try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      URI url = URI.create("http://127.0.0.1:" + deaf.getLocalPort() + "/");
      Request small = within(SHORT, url);
      Request large =
          new Request(
              "PUT", url, List.of(), List.of(new byte[20_000_000]), SHORT, small.tls(), List.of());
      Sent sent = house.sender.send(large);

      assertThat(sent.outcome()).isEqualTo(new TimedOut(Phase.EXCHANGE));
      assertThat(sent.total()).isBetween(SHORT, SOON);
    }
  }

  @Test
  void ends_in_time_when_a_tls_handshake_hangs() throws Exception {
    try (ScriptedServer server = new ScriptedServer(ScriptedServer.Peer::awaitClose)) {
      Sent sent = house.sender.send(within(SHORT, server.url("https", "127.0.0.1")));

      assertThat(sent.outcome()).isEqualTo(new TimedOut(Phase.CONNECT));
      assertThat(sent.total()).isBetween(SHORT, SOON);
    }
  }

  private void endsInTime(ScriptedServer.Script script) throws Exception {
    try (ScriptedServer server = new ScriptedServer(script)) {
      Sent sent = house.sender.send(within(SHORT, server.url("/")));

      assertThat(sent.outcome()).isEqualTo(new TimedOut(Phase.EXCHANGE));
      assertThat(sent.total()).isBetween(SHORT, SOON);
    }
  }
}
