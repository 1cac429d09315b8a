package dev.posthouse.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.posthouse.hostile.Expected.NextDelivery;
import dev.posthouse.testing.HeldSockets;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Every [Misbehaviour] at once, in one house, from publish to history.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class HostileReceiversTest {
  /// Of the jitter, and of a slow machine.
  private static final Duration LATE = Duration.ofSeconds(20);

  /// Bytes of the few events that wait for the end of a pause.
  private static final long WAITING = 1_000;

  /// What neighbours may notice on a busy machine: far less than the time-outs beside them.
  private static final Duration NOTICED = Gallery.TIMEOUT.dividedBy(3);

  private Gallery gallery;
  private Map<Misbehaviour, JsonNode> first = Map.of();
  private Map<Misbehaviour, JsonNode> second = Map.of();

  @BeforeAll
  void misbehave(@TempDir Path folder) throws Exception {
    gallery = new Gallery(folder);
    gallery.keepPace();
    first = gallery.round(each -> true);
    second = gallery.round(each -> each.first.lane() == NextDelivery.IS_SENT);
  }

  @AfterAll
  void close() throws Exception {
    gallery.close();
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void a_misbehaviour_is_recorded_and_judged(Misbehaviour each) {
    check(Objects.requireNonNull(first.get(each)), each.first);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void the_next_delivery_is_sent_or_waits(Misbehaviour each) {
    JsonNode delivery = Objects.requireNonNull(second.get(each));
    switch (each.first.lane()) {
      case IS_SENT -> check(delivery, each.second);
      case WAITS -> checkUntried(delivery, "pending");
      case IS_HELD -> checkUntried(delivery, "held");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void a_connection_is_used_again_only_if_it_can_be_trusted(Misbehaviour each) {
    assertThat(gallery.connections(each)).isEqualTo(each.connections);
  }

  @Test
  void nobody_else_notices_and_nothing_is_left_over(@TempDir Path folder) throws Exception {
    for (Neighbour neighbour : gallery.rest()) {
      assertThat(neighbour.received()).isEqualTo(gallery.paced());
      assertThat(neighbour.latency(50)).isLessThan(NOTICED);
    }
    gallery.await(() -> gallery.house().running() == 0 && gallery.house().memory() < WAITING);
    assertThat(threadsInside("dev.posthouse.net.", folder)).isZero();
    if (HeldSockets.known()) {
      gallery.outlastKeptConnections();
      gallery.await(() -> gallery.heldConnections() == 0);
    }
  }

  /// Those whose connections say something.
  static Stream<Misbehaviour> a_connection_is_used_again_only_if_it_can_be_trusted() {
    return Stream.of(Misbehaviour.values()).filter(each -> each.connections > 0);
  }

  private static void check(JsonNode delivery, Expected expected) {
    JsonNode attempt = delivery.at("/attemptList/0");
    assertThat(delivery.get("attempts").intValue()).isEqualTo(1);
    assertThat(attempt.get("outcome").stringValue())
        .as(attempt.toString())
        .isEqualTo(expected.outcome());
    assertThat(attempt.at("/response/status").asInt(0)).isEqualTo(expected.status());
    assertThat(attempt.get("detail").asString("")).contains(expected.words());
    assertThat(delivery.get("state").stringValue()).isEqualTo(expected.state());
    if (expected.state().equals("retrying")) {
      Instant due = Instant.parse(delivery.get("due").stringValue());
      Instant started = Instant.parse(attempt.get("started").stringValue());
      assertThat(due)
          .isBetween(
              started.plus(expected.retry()).minusSeconds(1),
              started.plus(expected.retry()).plus(LATE));
    }
  }

  private static void checkUntried(JsonNode delivery, String state) {
    assertThat(delivery.get("attempts").intValue()).isZero();
    assertThat(delivery.get("state").stringValue()).isEqualTo(state);
  }

  /// Virtual ones included.
  private static long threadsInside(String code, Path folder) throws IOException {
    Path dump = folder.resolve("threads");
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(
            dump.toAbsolutePath().toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
    return Files.readString(dump).lines().filter(line -> line.contains(code)).count();
  }
}
