package dev.posthouse.webhooks.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.webhooks.change.Change;
import dev.posthouse.webhooks.change.ChangeFilter;
import dev.posthouse.webhooks.change.ChangeFilter.Answer;
import dev.posthouse.webhooks.change.ChangeFilter.Rules;
import dev.posthouse.webhooks.change.Finding;
import dev.posthouse.webhooks.change.Missing;
import dev.posthouse.webhooks.change.StateStore.Stored;
import dev.posthouse.webhooks.change.Watched;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

class RedisStatesTest {
  private static final Watched WATCHED = Watched.fields("address", "lines[].sku");
  private static final String KEY = "posthouse:state:k";

  @TempDir private static Path folder;
  private static RedisServer server;
  private static RedisClient redis;

  private final Instant now = Instant.now();
  private RedisStates states;
  private ChangeFilter filter;

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
    states = new RedisStates(redis);
    filter = new ChangeFilter("orders", WATCHED, states);
  }

  @Test
  void only_what_shows_a_change_passes() throws Exception {
    assertThat(filter.begin(order("A", 0), now).finding()).isEqualTo(Finding.BASELINE);
    Answer changed = filter.check(order("B", 2), now);
    assertThat(changed.finding()).isEqualTo(Finding.CHANGED);
    assertThat(Change.json(changed.changes()))
        .isEqualTo("[{\"path\":\"address\",\"before\":\"A\",\"after\":\"B\"}]");
    assertThat(filter.check(order("B", 3), now).finding()).isEqualTo(Finding.UNCHANGED);
    assertThat(filter.check(order("A", 1), now).finding()).isEqualTo(Finding.STALE);
    assertThat(filter.begin(order("A", 5), now).finding()).isEqualTo(Finding.KNOWN);
  }

  @Test
  void of_many_processes_at_once_one_sees_the_change() throws Exception {
    filter.begin(order("A", 0), now);
    List<Callable<Finding>> checks = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      var process = new ChangeFilter("orders", WATCHED, new RedisStates(redis));
      checks.add(() -> process.check(order("B", 1), now).finding());
    }
    List<Finding> found = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      for (var done : threads.invokeAll(checks)) {
        found.add(done.get());
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(found).containsOnlyOnce(Finding.CHANGED).hasSize(64);
    assertThat(found).filteredOn(f -> f != Finding.CHANGED).containsOnly(Finding.UNCHANGED);
  }

  @Test
  void every_body_of_a_subject_renews_its_time() throws Exception {
    var rules = new Rules("id", "updated_at", Missing.BASELINE, Duration.ofDays(2), true);
    var twoDays = new ChangeFilter("orders", WATCHED, states, rules);
    twoDays.check(order("A", 0), now.minus(Duration.ofDays(1)));
    String key = redis.keys("posthouse:state:*").iterator().next();
    assertThat(redis.pttl(key)).isBetween(1L, Duration.ofDays(1).toMillis());

    twoDays.check(order("A", 1), now);

    assertThat(redis.pttl(key)).isGreaterThan(Duration.ofDays(1).toMillis());
  }

  @Test
  void what_is_over_is_forgotten() throws Exception {
    filter.check(order("A", 0), now.minus(Duration.ofDays(91)));

    assertThat(redis.keys("*")).isEmpty();
    assertThat(filter.check(order("B", 1), now).finding()).isEqualTo(Finding.BASELINE);
  }

  @Test
  void a_state_that_somebody_else_replaced_stays() {
    Instant later = now.plusSeconds(60);
    assertThat(states.replace("k", Optional.empty(), "one", later)).isTrue();
    Optional<Stored> seen = states.load("k", now);

    assertThat(states.replace("k", Optional.empty(), "two", later)).isFalse();
    assertThat(states.replace("k", Optional.of(new Stored("none", 0)), "two", later)).isFalse();
    assertThat(redis.get(KEY)).isEqualTo("one");
    assertThat(states.replace("k", seen, "two", later)).isTrue();
    assertThat(states.replace("k", seen, "three", later)).isFalse();
    assertThat(redis.get(KEY)).isEqualTo("two");
  }

  @Test
  void a_state_that_went_meanwhile_is_not_made_again_unseen() {
    Instant later = now.plusSeconds(60);
    states.replace("k", Optional.empty(), "one", later);
    Optional<Stored> seen = states.load("k", now);
    redis.del(KEY);

    assertThat(states.replace("k", seen, "two", later)).isFalse();
    assertThat(states.load("k", now)).isEmpty();
  }

  private static byte[] order(String address, int seconds) {
    return "{\"id\":7,\"address\":\"%s\",\"note\":%d,\"updated_at\":\"%s\"}"
        .formatted(address, seconds, Instant.EPOCH.plusSeconds(seconds))
        .getBytes(UTF_8);
  }
}
