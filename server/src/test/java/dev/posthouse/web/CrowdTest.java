package dev.posthouse.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Ten thousand clients that do not get on keep nobody else from publishing, and are all sent away.
@Timeout(90)
class CrowdTest {
  private static final int MOST = 10_000;

  /// Open files that this process needs for other things.
  private static final long OTHERS = 1_000;

  private static final int EVENTS = 50;
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void slow_and_silent_clients_harm_nobody_and_are_sent_away() throws Exception {
    int size = size();
    try (var server = new TestServer();
        var crowd = new Crowd(server.server.port(), size)) {
      TestServer.until(() -> server.server.waitingInside() == size * 3L / 4);
      TestServer.until(() -> server.server.waitingIdle() == size / 4);

      for (int i = 0; i < EVENTS; i++) {
        assertThat(
                server
                    .post("/v1/events", "application/json", "{\"type\":\"a\",\"data\":1}")
                    .statusCode())
            .isEqualTo(202);
      }
      pass(server, Inlet.STALL.plus(SECOND));
      TestServer.until(() -> server.server.waitingInside() == 0);
      pass(server, Inlet.IDLE.plus(SECOND));
      TestServer.until(() -> server.server.connectionCount() == 0);

      assertThat(crowd.timedOut()).isEqualTo(size * 3 / 4);
      assertThat(server.published).hasSize(EVENTS);
      assertThat(server.memory.used()).isZero();
    }
  }

  private static void pass(TestServer server, Duration time) {
    server.nanos.addAndGet(time.toNanos());
    server.server.step();
  }

  /// As many as the machine lets one process have.
  private static int size() {
    long files =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
            ? system.getMaxFileDescriptorCount()
            : MOST;
    return (int) Math.min(MOST, files - OTHERS) / 4 * 4;
  }
}
