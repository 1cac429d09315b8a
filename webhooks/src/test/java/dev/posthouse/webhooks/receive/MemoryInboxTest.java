package dev.posthouse.webhooks.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.webhooks.receive.Inbox.Taken;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MemoryInboxTest {
  private static final Instant NOW = Instant.parse("2026-11-22T06:00:00Z");

  @Test
  void an_event_is_handled_once() throws Exception {
    MemoryInbox inbox = new MemoryInbox();

    assertThat(inbox.once("a", NOW, none -> {})).isEqualTo(Taken.DONE);
    assertThat(inbox.once("a", NOW, none -> fail())).isEqualTo(Taken.DUPLICATE);
    assertThat(inbox.once("A", NOW, none -> {})).isEqualTo(Taken.DONE);
  }

  @Test
  void an_event_that_failed_is_tried_again() throws Exception {
    MemoryInbox inbox = new MemoryInbox();

    assertThatThrownBy(() -> inbox.once("a", NOW, none -> fail())).isInstanceOf(IOException.class);
    assertThat(inbox.once("a", NOW, none -> {})).isEqualTo(Taken.DONE);
  }

  @Test
  void a_second_request_waits_for_the_first_and_takes_over_if_that_fails() throws Exception {
    MemoryInbox inbox = new MemoryInbox();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayFail = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<Taken> first =
          threads.submit(() ->
              inbox.once(
                  "a",
                  NOW,
                  none -> {
                    begun.countDown();
                    mayFail.await();
                    fail();
                  }));
      begun.await();
      Future<Taken> second = threads.submit(() -> inbox.once("a", NOW, none -> {}));
      mayFail.countDown();

      assertThat(second.get()).isEqualTo(Taken.DONE);
      assertThatThrownBy(first::get).hasRootCauseInstanceOf(IOException.class);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void of_requests_at_the_same_moment_one_is_handled() throws Exception {
    MemoryInbox inbox = new MemoryInbox();
    AtomicInteger handled = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<Taken> rival = () -> inbox.once("a", NOW, none -> handled.incrementAndGet());
      List<Future<Taken>> all = threads.invokeAll(Collections.nCopies(200, rival));
      assertThat(all).extracting(Future::get).containsOnlyOnce(Taken.DONE);
    } finally {
      threads.shutdownNow();
    }
    assertThat(handled).hasValue(1);
  }

  @Test
  void the_oldest_are_forgotten_at_the_limit_and_after_their_time() throws Exception {
    MemoryInbox inbox = new MemoryInbox(2, Duration.ofDays(1));
    for (String key : List.of("a", "b", "c")) {
      inbox.once(key, NOW, none -> {});
    }

    assertThat(inbox.once("b", NOW, none -> {})).isEqualTo(Taken.DUPLICATE);
    assertThat(inbox.once("c", NOW, none -> {})).isEqualTo(Taken.DUPLICATE);
    assertThat(inbox.once("c", NOW.plus(Duration.ofDays(1)), none -> {})).isEqualTo(Taken.DONE);
    assertThat(inbox.once("a", NOW, none -> {})).isEqualTo(Taken.DONE);
  }

  private static void fail() throws IOException {
    throw new IOException("the ERP is away");
  }
}
