package dev.posthouse.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EventId;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.Origin;
import dev.posthouse.event.Routed;
import dev.posthouse.event.TenantId;
import dev.posthouse.event.Verdict;
import dev.posthouse.testing.Events;
import dev.posthouse.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Many threads put work into the queues, one takes it out and now and then puts results back. A
/// lost wake-up would let the taker wait a minute.
@Timeout(50)
class QueuesStressTest {
  private static final int THREADS = 4;
  private static final int EACH = 20_000;
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Limits LIMITS =
      new Limits(200, 100, 60, 100_000, Duration.ofSeconds(1), 1_000, 1_000_000, 1_000_000);

  private final Queues queues = new Queues(LIMITS);
  private final Events events = new Events(new SettableClock());
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger producing = new AtomicInteger(THREADS);

  @Test
  void what_is_taken_in_comes_out_once_and_results_come_out_in_order() throws Exception {
    var producers = new ArrayList<Thread>();
    for (int t = 0; t < THREADS; t++) {
      int tenant = 1 + t;
      producers.add(Thread.ofPlatform().start(() -> produce(tenant)));
    }
    Set<Object> out = new HashSet<>();
    var lastOf = new long[THREADS + 1];
    var dice = new Random(1);
    int settles = 0;
    while (producing.get() > 0 || !queues.isEmpty()) {
      queues.await(1, LONG);
      Queues.Batch batch = queues.take(LIMITS.transactionRows(), true);
      assertThat(rows(batch)).isLessThanOrEqualTo(LIMITS.transactionRows());
      if (!batch.settles().isEmpty() && dice.nextInt(10) == 0) {
        queues.putBack(batch.settles());
      } else {
        settles += batch.settles().size();
        inOrder(batch.settles(), lastOf);
      }
      batch.appends().forEach(append -> assertThat(out.add(append)).isTrue());
    }
    for (Thread producer : producers) {
      producer.join();
    }
    assertThat(settles).isEqualTo(THREADS * EACH);
    assertThat(out.size() + refused.get()).isEqualTo(THREADS * EACH);
    assertThat(queues.waitingAppends()).isZero();
    assertThat(queues.offer(append(1))).isEmpty();
  }

  private void produce(int tenant) {
    for (int i = 1; i <= EACH; i++) {
      queues.add(settle(tenant, i));
      if (queues.offer(append(tenant)).isPresent()) {
        refused.incrementAndGet();
      }
    }
    producing.decrementAndGet();
    queues.interruptWait();
  }

  private static void inOrder(List<Command.OfSettle> settles, long[] lastOf) {
    for (Command.OfSettle settle : settles) {
      int tenant = (int) settle.settle().delivery().tenant().value();
      long number = settle.settle().delivery().attempts();
      assertThat(number).isEqualTo(lastOf[tenant] + 1);
      lastOf[tenant] = number;
    }
  }

  private static int rows(Queues.Batch batch) {
    return batch.settles().size() * Command.OfSettle.ROWS
        + batch.appends().stream().mapToInt(Command.OfAppend::rows).sum();
  }

  private Command.OfAppend append(long tenant) {
    Routed routed = events.event(new TenantId(tenant), new Origin("", ""), "1");
    return Command.OfAppend.of(new Append(List.of(routed), false));
  }

  private Command.OfSettle settle(long tenant, int number) {
    var delivery =
        new OpenDelivery(
            new DeliveryId(new EventId(tenant), number),
            new TenantId(tenant),
            Events.ENDPOINT,
            Events.PIN,
            Instant.EPOCH,
            number,
            number,
            0,
            1,
            OpenDelivery.Mark.NONE);
    var report = events.report(delivery, Events.answered(200));
    return new Command.OfSettle(
        new Settle(delivery, report, new Verdict.Done()), new CompletableFuture<>());
  }
}
