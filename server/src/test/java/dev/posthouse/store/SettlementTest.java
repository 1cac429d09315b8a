package dev.posthouse.store;

import static dev.posthouse.testing.Events.answered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EventId;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.OpenDelivery.Mark;
import dev.posthouse.event.Verdict;
import dev.posthouse.testing.Events;
import dev.posthouse.testing.SettableClock;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The state table of deliveries, one line a case: what the attempt was, what the row says by now,
/// the verdict, and what is left.
final class SettlementTest {
  private static final Instant DUE = Instant.parse("2026-03-01T09:00:00Z");
  private final SettableClock clock = new SettableClock();
  private final Events events = new Events(clock);

  @ParameterizedTest
  @CsvSource({
    // seen extra, row extra, row mark, verdict; row left (extra/mark/counted), end
    "0, 0, NONE,   done,   -,         DELIVERED",
    "0, 0, NONE,   failed, -,         FAILED",
    "0, 0, NONE,   retry,  0/NONE/3,  -",
    "0, 1, NONE,   done,   1/AGAIN/2, DELIVERED",
    "0, 1, NONE,   failed, 1/AGAIN/2, FAILED",
    "0, 1, NONE,   retry,  1/NONE/3,  -",
    "0, 0, CANCEL, done,   -,         DELIVERED",
    "0, 0, CANCEL, failed, -,         CANCELLED",
    "0, 0, CANCEL, retry,  -,         CANCELLED",
    "1, 1, NONE,   done,   -,         DELIVERED",
    "1, 2, NONE,   done,   1/AGAIN/2, DELIVERED",
    "1, 1, NONE,   retry,  0/NONE/2,  -",
    "1, 2, NONE,   retry,  1/NONE/2,  -",
    "1, 1, CANCEL, retry,  -,         CANCELLED",
    "1, 1, CANCEL, done,   -,         DELIVERED",
    "1, 1, AGAIN,  done,   -,         redelivered",
    "1, 2, AGAIN,  done,   1/AGAIN/2, redelivered",
    "1, 1, AGAIN,  retry,  -,         -",
    "1, 2, AGAIN,  failed, 1/AGAIN/2, -",
  })
  void a_settle_moves_a_delivery_as_the_table_says(
      int seenExtra, int rowExtra, Mark mark, String verdict, String left, String end) {
    var settlement = settle(row(seenExtra, Mark.NONE), row(rowExtra, mark), verdict);

    assertThat(left(settlement)).isEqualTo(left);
    assertThat(end(settlement)).isEqualTo(end);
  }

  private Settlement.Written settle(OpenDelivery seen, OpenDelivery row, String verdict) {
    var settle = new Settle(seen, events.report(seen, answered(200)), verdict(verdict));
    return (Settlement.Written) Settlement.decide(Optional.of(row), settle, clock.instant());
  }

  private static Verdict verdict(String word) {
    return switch (word) {
      case "done" -> new Verdict.Done();
      case "failed" -> new Verdict.Failed(Verdict.Reason.EXHAUSTED);
      default -> new Verdict.Retry(DUE.plusSeconds(60));
    };
  }

  private static String left(Settlement.Written written) {
    return written.row().map(r -> r.extra() + "/" + r.mark() + "/" + r.counted()).orElse("-");
  }

  private static String end(Settlement.Written written) {
    String redelivered = written.redelivered() ? "redelivered" : "-";
    return written.end().map(e -> e.state().name()).orElse(redelivered);
  }

  private static OpenDelivery row(int extra, Mark mark) {
    return new OpenDelivery(
        new DeliveryId(new EventId(5), 6),
        Events.TENANT,
        Events.ENDPOINT,
        Events.PIN,
        DUE,
        4,
        2,
        extra,
        9,
        mark);
  }
}
