package dev.posthouse.receive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.accept.Acceptance;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.TenantId;
import dev.posthouse.webhooks.provider.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Compressed requests and the memory for what they unpack to.
@Timeout(20)
class PackedSourceTest {
  private static final int MANY = 20;

  @TempDir Path folder;
  private final CountDownLatch all = new CountDownLatch(MANY);
  private final CountDownLatch committed = new CountDownLatch(1);
  private SourceHouse house;
  private Receiver receiver;
  private Source source;

  @BeforeEach
  void open() throws Exception {
    house = new SourceHouse(folder);
    Sources sources = house.sources(SourceHouse.NOBODY);
    receiver = house.receiver(sources, this::take);
    source =
        SourceHouse.create(
            sources,
            "{\"name\":\"one\",\"provider\":\"own\",\"custom\":{\"scheme\":{\"type\":\"none\"}}}");
  }

  private Acceptance take(TenantId tenant, List<NewEvent> events) throws InterruptedException {
    all.countDown();
    committed.await();
    return new Acceptance.Accepted(List.of());
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void many_small_ones_are_taken_at_once_and_hold_nothing_while_they_are_stored() throws Exception {
    byte[] body = gzip("{\"n\":1}");
    var answers = new ArrayList<Future<Answer>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < MANY; i++) {
        answers.add(threads.submit(() -> send(body)));
      }
      try {
        all.await();
        assertThat(receiver.memory().used()).isZero();
      } finally {
        committed.countDown();
      }
      for (Future<Answer> answer : answers) {
        assertThat(answer.get().status()).isEqualTo(200);
      }
    }
    assertThat(receiver.refusals()).isEmpty();
  }

  @Test
  void one_that_unpacks_to_more_than_there_is_memory_is_told_to_come_again() throws Exception {
    committed.countDown();
    byte[] large = gzip("\"" + "x".repeat(1 << 20) + "\"");
    long used = receiver.memory().limit() * 3 / 4;
    assertThat(receiver.memory().tryTake(used)).isTrue();
    assertThat(send(large).status()).isEqualTo(503);
    assertThat(receiver.memory().used()).isEqualTo(used);
    assertThat(send(gzip("{\"n\":1}")).status()).isEqualTo(200);
    receiver.memory().give(used);
    assertThat(send(large).status()).isEqualTo(200);
    assertThat(receiver.memory().used()).isZero();
    assertThat(receiver.refusals()).containsOnly(Map.entry("memory", 1L));
  }

  @Test
  void what_is_not_compressed_as_it_says_is_no_matter_of_memory() throws Exception {
    committed.countDown();
    assertThat(send("{}".getBytes(UTF_8)).status()).isEqualTo(400);
    assertThat(receiver.refusals()).containsOnly(Map.entry("unreadable", 1L));
  }

  private Answer send(byte[] body) throws InterruptedException {
    return receiver
        .visit(SourceHouse.head(source, Map.of("content-encoding", List.of("gzip"))))
        .orElseThrow()
        .take(body);
  }

  private static byte[] gzip(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
