package dev.posthouse.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.access.Secret;
import dev.posthouse.config.Endpoint;
import dev.posthouse.config.Signing;
import dev.posthouse.event.Header;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.OpenDelivery.Mark;
import dev.posthouse.event.Outcome;
import dev.posthouse.work.Rate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DispatcherTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private final Courier courier = new Courier();
  private final Endpoint shop = courier.endpoint(Samples.endpoint(1));

  @Test
  void starts_what_is_handed_over_without_asking_the_database() {
    OpenDelivery delivery = courier.publish(shop);
    courier.run();
    assertThat(courier.end(delivery)).isEqualTo("delivered");
    assertThat(courier.table.fetches).isZero();
    assertThat(courier.table.reads).isZero();
    assertThat(courier.dispatcher.nextWake()).isEmpty();
    assertThat(courier.budget.used()).isZero();
  }

  @Test
  void tries_again_at_the_due_time_and_not_before() {
    courier.receiver = request -> Samples.answered(500);
    OpenDelivery delivery = courier.publish(shop);
    courier.pass(Duration.ofMillis(9_999));
    assertThat(courier.sent).hasSize(1);
    courier.pass(Duration.ofMillis(1));
    assertThat(courier.sent).hasSize(2);
    courier.pass(HOUR);
    assertThat(courier.sent).hasSize(3);
    assertThat(courier.end(delivery)).isEqualTo("exhausted");
  }

  @Test
  void every_attempt_carries_the_same_id_and_the_same_bytes() {
    courier.receiver = request -> Samples.answered(500);
    courier.publish(shop);
    courier.pass(HOUR);
    assertThat(courier.sent).hasSize(3);
    assertThat(courier.sent.stream().map(r -> header(r, "webhook-id")).distinct()).hasSize(1);
    assertThat(courier.sent.stream().map(DispatcherTest::body).distinct()).hasSize(1);
    assertThat(courier.sent.stream().map(r -> header(r, "posthouse-attempt")))
        .containsExactly("1", "2", "3");
  }

  @Test
  void closes_the_lane_for_as_long_as_the_receiver_asks() {
    courier.receiver = request -> Samples.answered(429, new Header("retry-after", "120"));
    courier.publish(shop);
    courier.run();
    courier.receiver = request -> Samples.answered(200);
    OpenDelivery second = courier.publish(shop);
    courier.pass(Duration.ofSeconds(119));
    assertThat(courier.sent).hasSize(1);
    courier.pass(Duration.ofSeconds(1));
    assertThat(courier.sent).hasSize(3);
    assertThat(courier.end(second)).isEqualTo("delivered");
    assertThat(courier.dispatcher.status(shop.id()).health().failures()).isZero();
  }

  @Test
  void a_410_ends_the_delivery_and_disables_the_endpoint_at_once() {
    courier.receiver = request -> Samples.answered(410);
    OpenDelivery first = courier.publish(shop);
    courier.run();
    OpenDelivery second = courier.publish(shop);
    courier.pass(HOUR);
    assertThat(courier.end(first)).isEqualTo("gone");
    assertThat(courier.end(second)).isEqualTo("open");
    assertThat(courier.disabled).containsExactly(shop.id());
    assertThat(courier.sent).hasSize(1);
  }

  @Test
  void a_result_that_cannot_be_taken_keeps_no_slot_and_no_later_result() {
    courier.refused.add("disable");
    courier.receiver = request -> Samples.answered(410);
    OpenDelivery first = courier.publish(shop);
    courier.run();
    courier.receiver = request -> Samples.answered(200);
    OpenDelivery other = courier.publish(courier.endpoint(Samples.endpoint(2)));
    courier.pass(HOUR);
    assertThat(courier.end(first)).isEqualTo("gone");
    assertThat(courier.end(other)).isEqualTo("delivered");
    assertThat(courier.dispatcher.running()).isZero();
    assertThat(courier.budget.used()).isZero();
  }

  @Test
  void holds_the_deliveries_of_a_disabled_endpoint_until_it_is_enabled() {
    courier.change(Samples.enabled(shop, false));
    OpenDelivery delivery = courier.publish(shop);
    courier.pass(HOUR);
    assertThat(courier.sent).isEmpty();
    assertThat(courier.budget.used()).isZero();
    courier.change(shop);
    courier.run();
    assertThat(courier.end(delivery)).isEqualTo("delivered");
  }

  @Test
  void sends_nothing_any_more_once_the_endpoint_is_disabled_however_late() {
    Endpoint calm = courier.endpoint(Samples.endpoint(2, 1, 1, Optional.of(new Rate(10, HOUR))));
    OpenDelivery delivery = courier.publish(calm);
    assertThat(courier.tasks).hasSize(1);
    courier.change(Samples.enabled(calm, false));
    courier.pass(HOUR);
    assertThat(courier.sent).isEmpty();
    assertThat(courier.budget.used()).isZero();
    courier.change(calm);
    courier.run();
    assertThat(courier.end(delivery)).isEqualTo("delivered");
  }

  @Test
  void finds_all_open_work_after_a_restart() {
    OpenDelivery due = courier.commit(shop, Samples.json("1"));
    OpenDelivery later = courier.commit(shop, Samples.json("2"));
    courier.table.replace(Samples.row(later, Samples.NOON.plusSeconds(60), 1, 1, 0));
    courier.dispatcher.recover();
    courier.run();
    assertThat(courier.end(due)).isEqualTo("delivered");
    assertThat(courier.end(later)).isEqualTo("open");
    courier.pass(Duration.ofSeconds(60));
    assertThat(courier.end(later)).isEqualTo("delivered");
  }

  @Test
  void what_is_handed_over_while_it_is_fetched_is_sent_once() {
    OpenDelivery delivery = courier.commit(shop, Samples.json("1"));
    Job late = Job.of(delivery, courier.table.eventOf(delivery));
    courier.dispatcher.recover();
    courier.dispatcher.handOver(List.of(late));
    courier.run();
    assertThat(courier.sent).hasSize(1);
    assertThat(courier.dispatcher.counts().movedOn()).isZero();
  }

  @Test
  void starts_nothing_while_results_cannot_be_written() {
    courier.table.away(true);
    OpenDelivery delivery = courier.publish(shop);
    courier.pass(HOUR);
    assertThat(courier.sent).isEmpty();
    courier.table.away(false);
    courier.dispatcher.rescan();
    courier.run();
    assertThat(courier.end(delivery)).isEqualTo("delivered");
  }

  @Test
  void what_another_node_took_meanwhile_is_not_sent_and_the_rest_is_in_order() {
    courier.table.away(true);
    OpenDelivery taken = courier.publish(shop);
    OpenDelivery kept = courier.publish(shop);
    courier.run();
    courier.table.rows.remove(taken.id());

    courier.dispatcher.forget();
    courier.table.away(false);
    courier.dispatcher.rescan();
    courier.run();

    assertThat(courier.sent).hasSize(1);
    assertThat(courier.end(kept)).isEqualTo("delivered");
    assertThat(courier.budget.used()).isZero();
  }

  @Test
  void what_another_node_took_while_it_was_fetched_is_not_sent() {
    OpenDelivery taken = courier.commit(shop, Samples.json("1"));
    OpenDelivery kept = courier.commit(shop, Samples.json("2"));
    courier.table.meanwhile =
        () -> {
          courier.table.rows.remove(taken.id());
          courier.table.meanwhile = () -> {};
          courier.dispatcher.forget();
        };

    courier.dispatcher.recover();
    courier.run();

    assertThat(courier.sent).hasSize(1);
    assertThat(courier.end(kept)).isEqualTo("delivered");
    assertThat(courier.budget.used()).isZero();
  }

  @Test
  void looks_for_open_work_again_when_looking_failed() {
    OpenDelivery delivery = courier.commit(shop, Samples.json("1"));
    courier.table.away(true);
    courier.dispatcher.rescan();
    courier.run();
    courier.table.away(false);
    courier.pass(Duration.ofSeconds(5));
    assertThat(courier.end(delivery)).isEqualTo("delivered");
  }

  @Test
  void an_event_that_cannot_be_read_at_present_costs_no_attempt() {
    OpenDelivery delivery = courier.commit(shop, Samples.json("\"" + "x".repeat(20_000) + "\""));
    courier.table.tooSlow = true;
    courier.dispatcher.recover();
    courier.pass(HOUR);
    assertThat(courier.table.reports).isEmpty();
    courier.table.tooSlow = false;
    courier.pass(Duration.ofSeconds(1));
    assertThat(courier.end(delivery)).isEqualTo("delivered");
    assertThat(courier.table.reports).hasSize(1);
  }

  @Test
  void a_poison_delivery_does_not_loop() {
    OpenDelivery delivery = courier.commit(shop, Samples.json("1"));
    courier.table.events.clear();
    courier.dispatcher.recover();
    courier.pass(HOUR);
    assertThat(courier.end(delivery)).isEqualTo("exhausted");
    assertThat(courier.table.reports).hasSize(3);
    assertThat(reason()).isEqualTo(Outcome.Reason.DEFECT);
    assertThat(courier.dispatcher.status(shop.id()).health().failures()).isZero();
  }

  @Test
  void a_sender_that_throws_is_a_defect_and_an_attempt() {
    courier.receiver =
        request -> {
          throw new IllegalStateException("broken");
        };
    OpenDelivery delivery = courier.publish(shop);
    courier.pass(HOUR);
    assertThat(courier.end(delivery)).isEqualTo("exhausted");
  }

  @Test
  void without_a_live_secret_nothing_is_sent_and_it_is_tried_again() {
    var expired = new Signing.Key(new Secret(Samples.SECRET), Samples.NOON);
    var signing = new Signing(Signing.Scheme.V1, List.of(expired));
    courier.change(Samples.signed(shop, signing));
    OpenDelivery delivery = courier.publish(shop);
    courier.run();
    assertThat(courier.sent).isEmpty();
    assertThat(reason()).isEqualTo(Outcome.Reason.NO_SECRET);
    courier.change(shop);
    courier.pass(HOUR);
    assertThat(courier.end(delivery)).isEqualTo("delivered");
  }

  @Test
  void a_manual_retry_runs_at_once_and_leaves_the_schedule_alone() {
    courier.receiver = request -> Samples.answered(500);
    OpenDelivery delivery = courier.publish(shop);
    courier.run();
    OpenDelivery row = courier.table.row(delivery);
    courier.table.replace(Samples.row(row, row.due(), row.attempts(), row.counted(), 1));
    courier.dispatcher.wanted(shop.id());
    courier.run();
    assertThat(courier.sent).hasSize(2);
    assertThat(courier.table.row(delivery).due()).isEqualTo(row.due());
    courier.pass(HOUR);
    assertThat(courier.sent).hasSize(4);
  }

  @Test
  void a_manual_retry_goes_before_a_full_lane() {
    Endpoint slow = courier.endpoint(Samples.endpoint(2, 1, 1, Optional.empty()));
    OpenDelivery wanted = courier.commit(slow, Samples.json("1"));
    courier.table.replace(Samples.row(wanted, Samples.NOON.plus(HOUR), 1, 1, 0));
    for (int i = 0; i < 2 * LaneMemory.MEMORY; i++) {
      courier.publish(slow);
    }
    courier.table.replace(Samples.row(wanted, Samples.NOON.plus(HOUR), 1, 1, 1));
    courier.dispatcher.wanted(slow.id());
    courier.run();
    List<String> ids = courier.sent.stream().map(r -> header(r, "webhook-id")).toList();
    assertThat(ids.indexOf(wanted.id().toString())).isBetween(0, 2);
    assertThat(courier.sent).hasSize(2 * LaneMemory.MEMORY + 1);
  }

  @Test
  void a_cancelled_delivery_leaves_its_lane_unsent() {
    Endpoint slow = courier.endpoint(Samples.endpoint(2, 1, 1, Optional.empty()));
    courier.publish(slow);
    OpenDelivery delivery = courier.publish(slow);
    courier.table.replace(Samples.marked(delivery, Mark.CANCEL));
    courier.dispatcher.cancelled(slow.id(), delivery.id());
    courier.run();
    assertThat(courier.sent).hasSize(1);
    assertThat(courier.end(delivery)).isEqualTo("cancelled");
  }

  @Test
  void cancels_deliveries_of_a_disabled_endpoint_too() {
    courier.change(Samples.enabled(shop, false));
    OpenDelivery delivery = courier.publish(shop);
    courier.table.replace(Samples.marked(delivery, Mark.CANCEL));
    courier.dispatcher.cancelled(shop.id(), delivery.id());
    courier.run();
    assertThat(courier.end(delivery)).isEqualTo("cancelled");
  }

  @Test
  void forgets_a_removed_endpoint() {
    courier.endpoints.clear();
    courier.publish(shop);
    courier.dispatcher.endpointChanged(shop.id());
    courier.pass(HOUR);
    assertThat(courier.sent).isEmpty();
    assertThat(courier.budget.used()).isZero();
    assertThat(courier.dispatcher.status(shop.id())).isEqualTo(LaneStatus.QUIET);
  }

  @Test
  void stops_without_starting_anything_new() throws InterruptedException {
    Endpoint slow = courier.endpoint(Samples.endpoint(2, 1, 1, Optional.empty()));
    OpenDelivery running = courier.publish(slow);
    OpenDelivery waiting = courier.publish(slow);
    courier.dispatcher.stop();
    assertThat(courier.dispatcher.awaitIdle(Duration.ZERO)).isFalse();
    courier.pass(HOUR);
    assertThat(courier.dispatcher.awaitIdle(Duration.ZERO)).isTrue();
    assertThat(courier.end(running)).isEqualTo("delivered");
    assertThat(courier.end(waiting)).isEqualTo("open");
  }

  private Outcome.Reason reason() {
    return ((Outcome.Unsent) courier.table.reports.getFirst().outcome()).reason();
  }

  private static String header(Request request, String name) {
    return request.headers().stream()
        .filter(h -> h.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private static String body(Request request) {
    var text = new StringBuilder();
    request.body().forEach(part -> text.append(new String(part, StandardCharsets.UTF_8)));
    return text.toString();
  }
}
