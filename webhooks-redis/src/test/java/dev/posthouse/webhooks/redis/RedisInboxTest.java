package dev.posthouse.webhooks.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.webhooks.receive.Inbox.Taken;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.SetParams;

class RedisInboxTest {
  private static final Instant NOW = Instant.parse("2026-11-22T06:00:00Z");

  @TempDir private static Path folder;
  private static RedisServer server;
  private static RedisClient redis;

  private RedisInbox inbox;

  @BeforeAll
  static void start() throws IOException {
    server = RedisServer.start(folder);
    redis = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void empty() {
    redis.flushAll();
    inbox = new RedisInbox(redis);
  }

  @Test
  void an_event_is_handled_once_and_remembered_for_a_while() throws Exception {
    assertThat(inbox.once("a", NOW, none -> {})).isEqualTo(Taken.DONE);
    assertThat(inbox.once("a", NOW, none -> fail())).isEqualTo(Taken.DUPLICATE);
    assertThat(redis.pttl("posthouse:inbox:a")).isBetween(1L, RedisInbox.KEEP.toMillis());
  }

  @Test
  void what_a_handler_writes_is_committed_with_the_mark() throws Exception {
    assertThatThrownBy(() ->
            inbox.once(
                "a",
                NOW,
                transaction -> {
                  transaction.incr("orders");
                  fail();
                }))
        .isInstanceOf(IOException.class);
    assertThat(redis.get("orders")).isNull();

    assertThat(inbox.once("a", NOW, transaction -> transaction.incr("orders")))
        .isEqualTo(Taken.DONE);
    assertThat(redis.get("orders")).isEqualTo("1");
  }

  @Test
  void of_requests_at_the_same_moment_one_is_handled() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      Callable<Taken> rival = () -> inbox.once("a", NOW, write -> write.incr("orders"));
      List<Future<Taken>> all = threads.invokeAll(Collections.nCopies(60, rival));
      assertThat(all).extracting(Future::get).containsOnlyOnce(Taken.DONE);
    } finally {
      threads.shutdownNow();
    }
    assertThat(redis.get("orders")).isEqualTo("1");
  }

  @Test
  void while_an_event_is_being_handled_a_second_request_is_told_so() throws Exception {
    assertThat(
            inbox.once(
                "a",
                NOW,
                none -> assertThat(inbox.once("a", NOW, other -> fail())).isEqualTo(Taken.BUSY)))
        .isEqualTo(Taken.DONE);
  }

  @Test
  void a_handler_that_outlasts_its_lease_writes_nothing_and_harms_no_successor() {
    assertThatThrownBy(() ->
            inbox.once(
                "a",
                NOW,
                late -> {
                  late.incr("orders");
                  // As if the lease had ended.
                  redis.del("posthouse:inbox:a");
                  assertThat(inbox.once("a", NOW, next -> next.incr("orders")))
                      .isEqualTo(Taken.DONE);
                }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("The lease of a ended");
    assertThat(redis.get("orders")).isEqualTo("1");
    assertThat(redis.get("posthouse:inbox:a")).isEqualTo("handled");
  }

  @Test
  void a_process_that_died_in_a_handler_holds_the_event_for_its_lease_only() throws Exception {
    redis.set(
        "posthouse:inbox:a", "the token of a process that died", SetParams.setParams().px(50));

    assertThat(inbox.once("a", NOW, none -> fail())).isEqualTo(Taken.BUSY);
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (redis.exists("posthouse:inbox:a") && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(inbox.once("a", NOW, none -> {})).isEqualTo(Taken.DONE);
  }

  @Test
  void a_command_that_fails_in_the_transaction_is_told() {
    redis.set("text", "x");

    assertThatThrownBy(() -> inbox.once("a", NOW, write -> write.incr("text")))
        .isInstanceOf(JedisDataException.class);
    assertThat(redis.get("posthouse:inbox:a")).isEqualTo("handled");
  }

  private static void fail() throws IOException {
    throw new IOException("the ERP is away");
  }
}
