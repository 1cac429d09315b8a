package dev.posthouse.store;

import static dev.posthouse.testing.Events.ENDPOINT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.Outcome;
import dev.posthouse.event.Routed;
import dev.posthouse.event.Verdict;
import dev.posthouse.testing.Events;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Events that are stored together with what they tell.
abstract class NewsContract extends LedgerFixture {
  private static final Verdict GIVEN_UP = new Verdict.Failed(Verdict.Reason.EXHAUSTED);

  @Test
  void a_failure_brings_its_news_and_their_deliveries() {
    var handedOver = new ArrayList<Opened>();
    ledger.onOpened(handedOver::addAll);
    OpenDelivery lost = opened();
    handedOver.clear();

    assertThat(settle(lost, GIVEN_UP)).isEqualTo(new Settled.Closed());

    assertThat(count("event")).isEqualTo(2);
    assertThat(count("delivery where state = 'failed'")).isEqualTo(1);
    assertThat(handedOver).hasSize(1);
    assertThat(fetch()).hasSize(1);
    assertThat(ledger.backlog().endpoint(ENDPOINT)).isEqualTo(1);
  }

  @Test
  void what_is_no_failure_brings_none() {
    OpenDelivery cancelled = opened();
    var deliveries = new Deliveries(ledger, clock);
    done(deliveries.cancel(cancelled.tenant(), cancelled.id(), row -> false));
    settle(cancelled, GIVEN_UP);

    settle(opened(), new Verdict.Done());
    settle(opened(), new Verdict.Retry(clock.instant().plusSeconds(5)));
    OpenDelivery movedOn = opened();
    settle(movedOn, new Verdict.Done());
    settle(movedOn, GIVEN_UP);

    assertThat(count("event")).isEqualTo(4);
    assertThat(count("delivery where state = 'failed'")).isZero();
  }

  @Test
  void a_failure_whose_words_are_refused_brings_its_news_all_the_same() {
    OpenDelivery lost = opened();
    var report = events.report(lost, new Outcome.Unreachable("no\0text"));
    done(ledger.settle(new Settle(lost, report, GIVEN_UP, "order.created", Optional.of(news()))));

    assertThat(count("event")).isEqualTo(2);
    assertThat(count("delivery where state = 'failed'")).isEqualTo(1);
  }

  @Test
  void a_change_brings_its_events_if_its_result_says_so() {
    assertThat(changed(true)).isTrue();
    assertThat(changed(false)).isFalse();

    assertThat(count("event")).isEqualTo(1);
    assertThat(fetch()).hasSize(1);
    assertThat(ledger.backlog().endpoint(ENDPOINT)).isEqualTo(1);
  }

  @Test
  void a_change_that_fails_brings_none() {
    var failed =
        ledger.<Boolean>change(
            db -> {
              throw new IllegalStateException("no");
            },
            List.of(news()),
            yes -> true);
    ledger.step();

    assertThat(failed).isCompletedExceptionally();
    assertThat(count("event")).isZero();
    assertThat(fetch()).isEmpty();
  }

  private boolean changed(boolean result) {
    return done(ledger.<Boolean>change(db -> result, List.of(news()), yes -> yes));
  }

  private Routed news() {
    return events.event(ENDPOINT);
  }

  private Settled settle(OpenDelivery delivery, Verdict verdict) {
    var report = events.report(delivery, Events.answered(500));
    return done(
        ledger.settle(new Settle(delivery, report, verdict, "order.created", Optional.of(news()))));
  }
}
