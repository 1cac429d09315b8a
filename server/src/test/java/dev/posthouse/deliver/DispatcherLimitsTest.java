package dev.posthouse.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.config.Endpoint;
import dev.posthouse.config.Subscription;
import dev.posthouse.event.Header;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.Outcome;
import dev.posthouse.event.Payload;
import dev.posthouse.json.Json;
import dev.posthouse.rule.Tables;
import dev.posthouse.rule.Template;
import dev.posthouse.work.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DispatcherLimitsTest {
  private final Courier courier = new Courier();
  private final Endpoint shop = courier.endpoint(Samples.endpoint(1));

  @Test
  void a_full_lane_leaves_the_rest_in_the_database_and_delivers_all_of_it() {
    Endpoint slow = courier.endpoint(Samples.endpoint(2, 1, 1, Optional.empty()));
    int all = 3 * LaneMemory.MEMORY;
    for (int i = 0; i < all; i++) {
      courier.publish(slow);
    }
    assertThat(courier.dispatcher.status(slow.id()).inMemory())
        .isEqualTo(Health.UNPROVEN_CONCURRENCY * LaneMemory.WAITING_FOR_EACH);
    courier.run();
    assertThat(courier.sent).hasSize(all);
    assertThat(courier.table.rows).isEmpty();
    assertThat(courier.dispatcher.counts().movedOn()).isZero();
    assertThat(courier.budget.used()).isZero();
  }

  @Test
  void turns_go_tenant_by_tenant_then_endpoint_by_endpoint() {
    var tight = new Courier(new Dispatcher.Limits(1, 10 << 20), 64 << 20);
    Endpoint noisy = tight.endpoint(Samples.endpoint(1, 1, 64, Optional.empty()));
    Endpoint loud = tight.endpoint(Samples.endpoint(2, 1, 64, Optional.empty()));
    Endpoint quiet = tight.endpoint(Samples.endpoint(3, 2, 64, Optional.empty()));
    for (Endpoint endpoint : List.of(noisy, noisy, noisy, loud, loud, loud, quiet, quiet, quiet)) {
      tight.publish(endpoint);
    }
    tight.run();
    assertThat(tight.sentTo()).startsWith("1").hasSize(9);
    assertThat(tight.sentTo().subList(1, 7).stream().filter("3"::equals)).hasSize(3);
  }

  @Test
  void runs_no_more_at_once_than_the_house_has_slots() {
    var tight = new Courier(new Dispatcher.Limits(40, 10 << 20), 64 << 20);
    for (int i = 1; i <= 50; i++) {
      tight.publish(tight.endpoint(Samples.endpoint(i)));
    }
    assertThat(tight.tasks).hasSize(40);
    tight.run();
    assertThat(tight.sent).hasSize(50);
  }

  @Test
  void one_endpoint_never_uses_up_the_free_slots() {
    var tight = new Courier(new Dispatcher.Limits(160, 10 << 20), 64 << 20);
    Endpoint greedy = tight.endpoint(Samples.endpoint(1));
    tight.publish(greedy);
    tight.publish(greedy);
    tight.run();
    for (int i = 0; i < 100; i++) {
      tight.publish(greedy);
    }
    assertThat(tight.dispatcher.running()).isLessThanOrEqualTo(10).isGreaterThan(8);
    tight.run();
    assertThat(tight.sent).hasSize(102);
  }

  @Test
  void one_that_has_not_answered_yet_runs_few_at_once_and_more_with_each_answer() {
    var roomy = new Courier(new Dispatcher.Limits(1_600, 10 << 20), 64 << 20);
    Endpoint fresh = roomy.endpoint(Samples.endpoint(1));
    for (int i = 0; i < 100; i++) {
      roomy.publish(fresh);
    }
    assertThat(roomy.dispatcher.running()).isEqualTo(8);
    roomy.run();
    for (int i = 0; i < 100; i++) {
      roomy.publish(fresh);
    }
    assertThat(roomy.dispatcher.running()).isEqualTo(64);
  }

  @Test
  void keeps_the_rate_on_the_wire() {
    Endpoint paced =
        courier.endpoint(
            Samples.endpoint(2, 1, 64, Optional.of(new Rate(10, Duration.ofSeconds(1)))));
    var times = new ArrayList<Instant>();
    courier.receiver =
        request -> {
          times.add(courier.clock.instant());
          return Samples.answered(200);
        };
    for (int i = 0; i < 95; i++) {
      courier.publish(paced);
    }
    courier.pass(Duration.ofSeconds(9));
    assertThat(times).hasSize(90);
    courier.pass(Duration.ofSeconds(1));
    assertThat(times).hasSize(95);
    for (int i = 10; i < times.size(); i++) {
      assertThat(times.get(i)).isAfter(times.get(i - 10).plusSeconds(1));
    }
  }

  @Test
  void a_clock_that_is_set_back_keeps_no_lane_waiting_for_the_former_time() {
    Optional<Rate> rate = Optional.of(new Rate(1, Duration.ofSeconds(10)));
    Endpoint paced = courier.endpoint(Samples.endpoint(2, 1, 64, rate));
    Endpoint broken = courier.endpoint(Samples.endpoint(3));
    courier.receiver = request -> new Outcome.TimedOut(Outcome.Phase.EXCHANGE);
    for (int i = 0; i < 20; i++) {
      courier.publish(broken);
    }
    courier.pass(Duration.ofSeconds(1));
    courier.receiver = request -> Samples.answered(200);
    courier.publish(paced);
    courier.run();
    courier.clock.set(courier.clock.instant().minus(Duration.ofHours(2)));
    List<OpenDelivery> fresh = Stream.of(paced, broken).map(courier::publish).toList();
    courier.dispatcher.step();
    courier.pass(Duration.ofSeconds(20));
    assertThat(fresh).allSatisfy(d -> assertThat(courier.end(d)).isEqualTo("delivered"));
  }

  @Test
  void after_three_time_outs_two_at_once_until_one_succeeds() {
    courier.receiver = request -> new Outcome.TimedOut(Outcome.Phase.EXCHANGE);
    for (int i = 0; i < 3; i++) {
      courier.publish(shop);
    }
    courier.run();
    for (int i = 0; i < 10; i++) {
      courier.publish(shop);
    }
    assertThat(courier.dispatcher.status(shop.id()).running()).isEqualTo(2);
    courier.receiver = request -> Samples.answered(200);
    courier.tasks.remove().run();
    assertThat(courier.dispatcher.status(shop.id()).running()).isEqualTo(9);
  }

  @Test
  void a_large_body_waits_for_room_in_the_budget_and_is_not_failed() {
    var small = new Courier(Dispatcher.Limits.DEFAULT, 1 << 20);
    Endpoint endpoint = small.endpoint(Samples.endpoint(1));
    var large = new Payload("application/octet-stream", new byte[600 << 10]);
    small.body = Subscription.Body.RAW;
    OpenDelivery first = small.publish(endpoint, large);
    OpenDelivery second = small.publish(endpoint, large);
    assertThat(small.tasks).hasSize(1);
    small.pass(Duration.ofSeconds(1));
    assertThat(small.end(first)).isEqualTo("delivered");
    assertThat(small.end(second)).isEqualTo("delivered");
    assertThat(small.budget.used()).isZero();
  }

  @Test
  void large_bodies_for_closed_endpoints_hold_no_memory() {
    List<Endpoint> closed = closed(12);
    List<OpenDelivery> large =
        closed.stream()
            .map(e -> courier.publish(e, Samples.json("\"" + "x".repeat(5 << 20) + "\"")))
            .toList();
    assertThat(courier.budget.used()).isZero();
    courier.pass(Duration.ofMinutes(2));
    assertThat(large).allSatisfy(d -> assertThat(courier.end(d)).isEqualTo("delivered"));
    assertThat(courier.budget.used()).isZero();
  }

  @Test
  void whatever_waits_for_closed_endpoints_leaves_room_to_receive_and_to_send() {
    Payload full = Samples.json("\"" + "x".repeat(16_000) + "\"");
    for (Endpoint endpoint : closed(100)) {
      for (int i = 0; i < 100; i++) {
        courier.publish(endpoint, full);
      }
    }
    assertThat(courier.budget.used()).isLessThan(courier.budget.limit() / 4);
    int reads = courier.table.reads;
    OpenDelivery quick = courier.publish(shop, full);
    courier.run();
    assertThat(courier.end(quick)).isEqualTo("delivered");
    assertThat(courier.table.reads).as("sent from memory").isEqualTo(reads);
  }

  @Test
  void what_comes_while_a_lane_catches_up_holds_no_memory_that_is_not_counted() {
    Payload large = Samples.json("\"" + "x".repeat(5 << 20) + "\"");
    var fresh = new ArrayList<OpenDelivery>();
    courier.table.meanwhile =
        () -> {
          while (fresh.size() < 5) {
            fresh.add(courier.publish(shop, large));
          }
        };
    courier.dispatcher.released(shop.id(), shop.tenant());
    courier.run();
    assertThat(fresh).hasSize(5).allSatisfy(d -> assertThat(courier.end(d)).isEqualTo("delivered"));
    assertThat(courier.table.reads).as("all are read again").isEqualTo(5);
    assertThat(courier.budget.used()).isZero();
  }

  /// Endpoints that have asked not to be bothered for a while.
  private List<Endpoint> closed(int count) {
    courier.receiver = request -> Samples.answered(429, new Header("retry-after", "60"));
    List<Endpoint> closed =
        IntStream.range(0, count)
            .mapToObj(i -> courier.endpoint(Samples.endpoint(100 + i)))
            .peek(courier::publish)
            .toList();
    courier.run();
    courier.receiver = request -> Samples.answered(200);
    return closed;
  }

  @Test
  void a_body_that_a_template_makes_has_its_share_of_the_budget_until_it_is_sent() {
    var small = new Courier(Dispatcher.Limits.DEFAULT, 3_000_000);
    Endpoint endpoint = small.endpoint(Samples.endpoint(1));
    small.body = template("{\"a\":\"{{ text }}\",\"b\":\"{{ text }}\",\"c\":\"{{ text }}\"}");
    var used = new ArrayList<Long>();
    small.receiver =
        request -> {
          used.add(small.budget.used());
          if (used.size() == 1) {
            small.tasks.remove().run();
          }
          return Samples.answered(200);
        };
    Payload event = Samples.json("{\"text\":\"" + "x".repeat(200_000) + "\"}");
    OpenDelivery first = small.publish(endpoint, event);
    OpenDelivery second = small.publish(endpoint, event);
    small.tasks.remove().run();
    assertThat(used).as("the second found no room").hasSize(1);
    assertThat(used.getFirst()).isBetween(1_000_000L, 3_000_000L);
    small.pass(Duration.ofSeconds(2));
    assertThat(small.end(first)).isEqualTo("delivered");
    assertThat(small.end(second)).isEqualTo("delivered");
    assertThat(small.table.reports).as("nothing was tried without room").hasSize(2);
    assertThat(small.budget.used()).isZero();
  }

  private static Subscription.Body template(String json) {
    var template = Template.compile(Json.parse(json.getBytes(UTF_8)), Tables.NONE, "/payload");
    return new Subscription.Made(template, Subscription.Form.JSON);
  }

  @Test
  void a_hundred_thousand_waiting_lanes_cost_one_look_each_when_due() {
    for (int i = 1; i <= 100_000; i++) {
      Endpoint endpoint = courier.endpoint(Samples.endpoint(i));
      OpenDelivery delivery = courier.commit(endpoint, Samples.json("1"));
      courier.table.replace(Samples.row(delivery, Samples.NOON.plusSeconds(i), 1, 1, 0));
    }
    courier.dispatcher.recover();
    assertThat(courier.dispatcher.step()).isZero();
    assertThat(courier.dispatcher.nextWake()).hasValue(Samples.NOON.plusSeconds(1));
    courier.clock.set(Samples.NOON.plusSeconds(3));
    assertThat(courier.dispatcher.step()).isEqualTo(3);
  }
}
