package dev.posthouse.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Events of 10 MB on the launcher's heap of 512 MB: taken or refused, never the end.
class MemoryTest {
  private static final int MEGABYTE = 1_000_000;
  private static final byte[] CHUNK = "x".repeat(MEGABYTE).getBytes(UTF_8);
  private static final int CHUNKS = 10;
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_FAN_OUT = Duration.ofSeconds(90);

  @TempDir Path folder;

  @Test
  void fifty_publishes_of_10_mb_at_once_are_taken_or_refused() throws Exception {
    try (var posthouse = Launch.on(folder).start()) {
      Client client = posthouse.client();

      List<Integer> answers =
          atOnce(50, () -> client.post("/v1/events", event("big.one")).status());

      assertThat(Set.copyOf(answers)).isSubsetOf(202, 503).contains(202);
      assertThat(posthouse.isAlive()).isTrue();
      assertThat(posthouse.log()).doesNotContain("OutOfMemory");
      assertThat(client.post("/v1/events", event("big.one")).status()).isEqualTo(202);
    }
  }

  @Test
  void events_of_10_mb_are_delivered_to_ten_subscriptions_each() throws Exception {
    int subscriptions = 10;
    int events = 20;
    int publishers = 2;
    try (var receiver = CountingReceiver.start();
        var posthouse = Launch.on(folder).start()) {
      Client client = posthouse.client();
      for (int i = 0; i < subscriptions; i++) {
        var endpoint = client.endpoint("shop " + i, receiver.url("/" + i), "");
        client.subscription("orders " + i, endpoint, "big.*");
      }

      for (int i = 0; i < events; i += publishers) {
        atOnce(publishers, () -> publishUntilTaken(client));
      }

      int deliveries = subscriptions * events;
      client.await(
          "/metrics",
          reply -> reply.text().contains("deliveries_delivered_total " + deliveries + ".0"),
          LONGEST_FAN_OUT);
      assertThat(receiver.lengths()).hasSize(deliveries);
      assertThat(receiver.lengths().values()).allMatch(bytes -> bytes > CHUNKS * MEGABYTE);
      assertThat(posthouse.log()).doesNotContain("OutOfMemory");
    }
  }

  private static int publishUntilTaken(Client client) throws Exception {
    int status = client.post("/v1/events", event("big.one")).status();
    while (status == 503) {
      LockSupport.parkNanos(PAUSE.toNanos());
      status = client.post("/v1/events", event("big.one")).status();
    }
    assertThat(status).isEqualTo(202);
    return status;
  }

  private static BodyPublisher event(String type) {
    var parts = new ArrayList<byte[]>();
    parts.add("{\"type\":\"%s\",\"data\":\"".formatted(type).getBytes(UTF_8));
    parts.addAll(Collections.nCopies(CHUNKS, CHUNK));
    parts.add("\"}".getBytes(UTF_8));
    long length = parts.stream().mapToLong(part -> part.length).sum();
    return BodyPublishers.fromPublisher(BodyPublishers.ofByteArrays(parts), length);
  }

  private static List<Integer> atOnce(int count, Callable<Integer> call) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> calls = IntStream.range(0, count).mapToObj(i -> call).toList();
      var answers = new ArrayList<Integer>();
      for (Future<Integer> answer : threads.invokeAll(calls)) {
        answers.add(result(answer));
      }
      return answers;
    }
  }

  private static int result(Future<Integer> answer) throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }
}
