package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.store.Database;
import dev.posthouse.testing.Emptied;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// For N = 1, 2, 3 … the Nth call of the database or of the sender goes wrong, in each way it can,
/// until there is no Nth call. What must hold is looked at after every step; in the end everything
/// that people wanted has come about. A build takes every fifth call, another fifth for each fate;
/// `-Dposthouse.nth.step=1` takes all, `-Dposthouse.world=POSTGRES` does so there.
@Tag("long-running")
class NthCallTest {
  private static final int STEP = Integer.getInteger("posthouse.nth.step", 7);
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  private final AtomicInteger plays = new AtomicInteger();
  private Emptied databases;

  @BeforeEach
  void open() {
    Logs.level("off");
    databases = new Emptied(WorldFixture.KIND);
  }

  @AfterEach
  void close() {
    databases.close();
    Logs.level("info");
  }

  @Test
  void a_scenario_calls_the_database_and_the_sender_hundreds_of_times() {
    assertThat(undisturbed())
        .hasSizeGreaterThan(200)
        .contains("connect", "statement", "read", "send", "commit");
  }

  @ParameterizedTest
  @EnumSource(Nth.Fate.class)
  void whichever_call_goes_wrong_everything_comes_to_its_end(Nth.Fate fate) throws Exception {
    List<String> calls = undisturbed();
    var runs = new ArrayList<Callable<Optional<String>>>();
    var atOnce = new Semaphore(CORES);
    for (int n = 1 + fate.name().length() % STEP; n <= calls.size(); n += STEP) {
      int number = n;
      if (fate.befalls(calls.get(n - 1))) {
        runs.add(() -> one(atOnce, number, fate));
      }
    }
    var failures = new ArrayList<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Optional<String>> run : threads.invokeAll(runs)) {
        run.get().ifPresent(failures::add);
      }
    }
    assertThat(failures).isEmpty();
  }

  private List<String> undisturbed() {
    var nth = new Nth(Long.MAX_VALUE, Nth.Fate.FAILS);
    play(nth);
    return nth.calls();
  }

  private Optional<String> one(Semaphore atOnce, long number, Nth.Fate fate)
      throws InterruptedException {
    atOnce.acquire();
    var nth = new Nth(number, fate);
    try {
      play(nth);
      return Optional.empty();
    } catch (RuntimeException | AssertionError e) {
      return Optional.of("call %d %s: %s".formatted(number, fate, e));
    } finally {
      atOnce.release();
    }
  }

  private void play(Nth nth) {
    Database database = databases.take();
    Path folder = databases.folder("nth-" + plays.incrementAndGet());
    try (var world = new World(database, folder, 1, Scenario.HOUSE, nth)) {
      new Scenario(world).play();
    }
    databases.give(database);
  }
}
