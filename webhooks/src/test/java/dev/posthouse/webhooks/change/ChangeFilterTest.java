package dev.posthouse.webhooks.change;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.webhooks.change.ChangeFilter.Answer;
import dev.posthouse.webhooks.change.ChangeFilter.Rules;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class ChangeFilterTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Watched WATCHED = Watched.fields("address", "lines[].sku");

  @Test
  void only_what_shows_a_change_passes() throws Exception {
    tells(new MemoryStates());
  }

  @Test
  void it_is_the_same_in_a_table_in_the_programs_own_transaction() throws Exception {
    try (Connection db = DriverManager.getConnection("jdbc:h2:mem:changes", "", "")) {
      for (String sql : JdbcStates.TABLE) {
        db.createStatement().execute(sql);
      }
      db.setAutoCommit(false);
      tells(new JdbcStates(db));
      db.commit();
      var filter = new ChangeFilter("orders", WATCHED, new JdbcStates(db));
      assertThat(filter.check(order("C", 9), NOON).finding()).isEqualTo(Finding.CHANGED);
      db.rollback();
      assertThat(filter.check(order("C", 9), NOON).finding()).isEqualTo(Finding.CHANGED);
    }
  }

  private static void tells(StateStore store) throws Exception {
    var filter = new ChangeFilter("orders", WATCHED, store);

    assertThat(filter.begin(order("A", 0), NOON).finding()).isEqualTo(Finding.BASELINE);
    Answer changed = filter.check(order("B", 2), NOON);
    assertThat(changed.finding().passes()).isTrue();
    assertThat(Change.json(changed.changes()))
        .isEqualTo("[{\"path\":\"address\",\"before\":\"A\",\"after\":\"B\"}]");
    assertThat(filter.check(order("B", 3), NOON).finding()).isEqualTo(Finding.UNCHANGED);
    assertThat(filter.check(order("A", 1), NOON).finding()).isEqualTo(Finding.STALE);
    assertThat(filter.begin(order("A", 5), NOON).finding()).isEqualTo(Finding.KNOWN);
    assertThat(filter.check("{".getBytes(UTF_8), NOON).finding()).isEqualTo(Finding.UNREADABLE);
    assertThat(filter.check("{}".getBytes(UTF_8), NOON).finding()).isEqualTo(Finding.UNREADABLE);
  }

  @Test
  void a_state_is_kept_while_it_is_asked_for() throws Exception {
    var filter = new ChangeFilter("orders", WATCHED, new MemoryStates());
    filter.check(order("A", 0), NOON);

    Instant later = NOON.plus(Duration.ofDays(89));
    assertThat(filter.check(order("A", 0), later).finding()).isEqualTo(Finding.UNCHANGED);
    later = later.plus(Duration.ofDays(89));
    assertThat(filter.check(order("B", 0), later).finding()).isEqualTo(Finding.CHANGED);
    later = later.plus(Duration.ofDays(90));
    assertThat(filter.check(order("C", 0), later).finding()).isEqualTo(Finding.BASELINE);
  }

  @Test
  void of_an_unknown_subject_becomes_what_is_asked_for_and_values_are_kept_if_wanted()
      throws Exception {
    var states = new MemoryStates();
    var deliver = new Rules("id", "", Missing.DELIVER, Duration.ofDays(1), false);
    var filter = new ChangeFilter("orders", WATCHED, states, deliver);

    assertThat(filter.check(order("A", 0), NOON).finding()).isEqualTo(Finding.UNKNOWN);
    Answer changed = filter.check(order("B", 0), NOON);
    assertThat(changed).isEqualTo(new Answer(Finding.CHANGED, List.of()));
  }

  @Test
  void of_many_at_once_one_sees_the_change() throws Exception {
    var filter = new ChangeFilter("orders", WATCHED, new MemoryStates());
    filter.begin(order("A", 0), NOON);
    var checks = new ArrayList<Callable<Finding>>();
    for (int i = 0; i < 64; i++) {
      checks.add(() -> filter.check(order("B", 1), NOON).finding());
    }
    var found = new ArrayList<Finding>();
    var threads = Executors.newFixedThreadPool(8);
    try {
      for (var done : threads.invokeAll(checks)) {
        found.add(done.get());
      }
    } finally {
      threads.shutdown();
    }

    assertThat(found).containsOnlyOnce(Finding.CHANGED).hasSize(64);
    assertThat(found).filteredOn(f -> f != Finding.CHANGED).containsOnly(Finding.UNCHANGED);
  }

  private static byte[] order(String address, int seconds) {
    return "{\"id\":7,\"address\":\"%s\",\"note\":%d,\"updated_at\":\"%s\"}"
        .formatted(address, seconds, NOON.plusSeconds(seconds))
        .getBytes(UTF_8);
  }
}
