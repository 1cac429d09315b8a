package dev.posthouse.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeterminismTest {
  @Test
  void time_chance_and_threads_come_from_the_root_package() {
    assertThat(Code.classesUnder(Code.SERVER_CLASSES))
        .isNotEmpty()
        .flatExtracting(Determinism::violations)
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.time.Instant.now()",
        "java.time.LocalDate.now()",
        "java.time.ZonedDateTime.now(java.time.ZoneOffset.UTC)",
        "java.time.Clock.systemUTC()",
        "java.time.InstantSource.system()",
        "System.currentTimeMillis()",
        "System.nanoTime()",
        "new java.util.Date()",
        "Math.random()",
        "java.util.UUID.randomUUID()",
        "new java.util.Random(7)",
        "new java.security.SecureRandom()",
        "java.util.concurrent.ThreadLocalRandom.current()",
        "java.util.random.RandomGenerator.getDefault()",
        "new Thread(() -> {})",
        "Thread.ofVirtual()",
        "Thread.ofPlatform()",
        "Thread.startVirtualThread(() -> {})",
        "java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()",
        "new java.util.concurrent.ForkJoinPool()",
        "new java.util.Timer()",
        "java.util.concurrent.CompletableFuture.supplyAsync(() -> 1)",
        "java.util.concurrent.CompletableFuture.completedFuture(1).thenApplyAsync(x -> x)",
        "java.util.List.of(1).parallelStream()",
        "(java.util.function.Supplier<?>) java.time.Instant::now",
      })
  void a_hidden_clock_die_or_thread_is_caught(String expression) {
    assertThat(Determinism.violations(Sample.inPackage("route", "Object o = " + expression + ";")))
        .hasSize(1);
  }

  @Test
  void sleeping_is_caught() {
    String body = "void run() throws InterruptedException { Thread.sleep(1); }";

    assertThat(Determinism.violations(Sample.inPackage("deliver", body)))
        .containsExactly("dev.posthouse.deliver.Sample uses java/lang/Thread.sleep(J)V");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.time.InstantSource.fixed(java.time.Instant.EPOCH).instant()",
        "java.time.LocalDate.now(java.time.Clock.fixed(null, null))",
        "java.util.concurrent.CompletableFuture.supplyAsync(() -> 1, Runnable::run)",
        "Thread.currentThread()",
        "new java.util.Date(0)",
      })
  void what_is_given_from_outside_passes(String expression) {
    assertThat(Determinism.violations(Sample.inPackage("route", "Object o = " + expression + ";")))
        .isEmpty();
  }

  @Test
  void the_root_package_may_use_the_real_clock() {
    assertThat(
            Determinism.violations(
                Sample.compile(
                    "package dev.posthouse; class Sample { long t = System.nanoTime(); }")))
        .isEmpty();
  }
}
