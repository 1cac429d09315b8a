package dev.posthouse.receive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.accept.Acceptance;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.TenantId;
import dev.posthouse.webhooks.provider.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// More verified requests than the ledger takes.
@Timeout(60)
class CrowdedSourceTest {
  @TempDir Path folder;
  private final CountDownLatch committed = new CountDownLatch(1);
  private final CountDownLatch full = new CountDownLatch(Receiver.MOST_WAITING);
  private final CountDownLatch half = new CountDownLatch(Receiver.MOST_WAITING_OF_ONE);
  private final List<Future<Answer>> answers = new ArrayList<>();
  private SourceHouse house;
  private Sources sources;
  private Receiver receiver;

  @BeforeEach
  void open() {
    house = new SourceHouse(folder);
    sources = house.sources(SourceHouse.NOBODY);
    receiver = house.receiver(sources, this::take);
  }

  private Acceptance take(TenantId tenant, List<NewEvent> events) throws InterruptedException {
    half.countDown();
    full.countDown();
    committed.await();
    return new Acceptance.Accepted(List.of());
  }

  @AfterEach
  void close() {
    house.close();
  }

  private Source source(String name) throws Exception {
    return SourceHouse.create(
        sources,
        "{\"name\":\"%s\",\"provider\":\"own\",\"custom\":{\"scheme\":{\"type\":\"none\"}}}"
            .formatted(name));
  }

  private Answer send(Source source) throws InterruptedException {
    return receiver
        .visit(SourceHouse.head(source, Map.of()))
        .orElseThrow()
        .take("{}".getBytes(UTF_8));
  }

  @Test
  void what_waits_for_the_ledger_is_bounded_by_source_and_in_all() throws Exception {
    Source one = source("one");
    Source two = source("two");
    Source three = source("three");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < Receiver.MOST_WAITING_OF_ONE; i++) {
        answers.add(threads.submit(() -> send(one)));
      }
      half.await();
      Answer busy = send(one);
      assertThat(busy.status()).isEqualTo(503);
      assertThat(busy.headers()).containsEntry("Retry-After", "1");

      for (int i = 0; i < Receiver.MOST_WAITING_OF_ONE; i++) {
        answers.add(threads.submit(() -> send(two)));
      }
      full.await();
      assertThat(send(three).status()).isEqualTo(503);
      committed.countDown();
      for (Future<Answer> answer : answers) {
        assertThat(answer.get().status()).isEqualTo(200);
      }
    }
    assertThat(send(one).status()).isEqualTo(200);
    assertThat(send(three).status()).isEqualTo(200);
    assertThat(receiver.refusals())
        .containsEntry("source_busy", 1L)
        .containsEntry("sources_busy", 1L);
  }
}
