package dev.posthouse.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.access.Authentication;
import dev.posthouse.work.Budget;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UnreadAnswerTest {
  /// More than the buffers of both sockets hold.
  private static final byte[] LARGE = new byte[64 << 20];

  private final AtomicLong nanos = new AtomicLong();

  @Test
  void who_does_not_read_an_answer_is_cut_off() throws Exception {
    Server server = server();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket
          .getOutputStream()
          .write("GET /large HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      TestServer.until(() -> server.waitingForReaders() == 1);

      nanos.addAndGet(Inlet.WRITE.toNanos());
      assertThat(server.step()).isZero();
      nanos.addAndGet(Duration.ofSeconds(LARGE.length / Inlet.SLOWEST + 2).toNanos());
      assertThat(server.step()).isOne();

      TestServer.until(() -> server.connectionCount() == 0);
    } finally {
      server.close();
    }
  }

  private Server server() {
    var clients = new Clients(List.of());
    var parts =
        new Server.Parts(
            shown -> new Authentication.Refused(),
            clients,
            new Visitors(clients, new Visitors.Limits(9, 0, Duration.ZERO), nanos::get),
            new RefusalCounts(),
            new Budget(1 << 20),
            new TestServer.Threads(),
            nanos::get,
            new Random(1),
            () -> false);
    var large =
        new Route("GET", "/large", Need.NOTHING, call -> Answer.success(200, "text/plain", LARGE));
    var settings = new Server.Settings("127.0.0.1", 0, Optional.empty(), Duration.ofSeconds(5));
    var server = new Server(settings, parts, List.of(large));
    server.start();
    return server;
  }
}
