package dev.posthouse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.config.Endpoint;
import dev.posthouse.config.Match;
import dev.posthouse.config.Subscription;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.Origin;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long-running")
class WorldDeliveryTest extends WorldFixture {
  @Test
  void a_receiver_that_was_down_for_30_s_gets_everything_afterwards_in_due_time() {
    world.endpoint("shop", EVERY_5_S);
    world.network.host("shop.test", Manner.refuses());
    publishSome("shop.sold", 20);
    seconds(30);
    assertThat(world.ends()).hasSize(20).containsOnly("open");
    world.network.host("shop.test", Manner.answers(200));
    seconds(6);
    assertThat(world.ends()).hasSize(20).containsOnly("delivered");
  }

  @Test
  void a_hanging_endpoint_does_not_stop_the_others() {
    world.endpoint("hang", ",'timeout':'30s'");
    world.endpoint("shop", "");
    world.network.host("hang.test", Manner.hangs());
    publishSome("hang.up", 200);
    publishSome("shop.sold", 200);
    seconds(1);
    assertThat(world.ends()).filteredOn("delivered"::equals).hasSize(200);
    assertThat(world.network.onTheWire()).hasSizeLessThan(10);
    world.network.host("hang.test", Manner.answers(200));
    world.advance(Duration.ofMinutes(30));
    assertThat(world.ends()).containsOnly("delivered");
  }

  @Test
  void an_answer_with_retry_after_closes_the_lane_for_that_long() {
    world.endpoint("shop", EVERY_5_S);
    world.network.host("shop.test", Manner.asksToWait(429, 60));
    publishSome("shop.sold", 1);
    world.calm();
    world.network.host("shop.test", Manner.answers(200));
    publishSome("shop.sold", 5);
    seconds(59);
    assertThat(world.network.sentTo("shop.test")).hasSize(1);
    seconds(2);
    assertThat(world.ends()).hasSize(6).containsOnly("delivered");
  }

  @Test
  void a_lane_that_overflows_drains_in_order() {
    world.endpoint("shop", ",'concurrency':1");
    world.network.host("shop.test", Manner.answers(200).slowly(Duration.ofMillis(10)));
    for (int batch = 0; batch < 10; batch++) {
      world.publish(
          IntStream.range(0, 100)
              .mapToObj(i -> world.people.event("shop.sold", new Origin("", ""), "{}"))
              .toArray(NewEvent[]::new));
      world.calm();
    }
    seconds(20);
    List<String> order = world.network.sent().stream().map(FakeNetwork.Sending::webhookId).toList();
    assertThat(order).hasSize(1_000).isSorted();
    assertThat(world.ends()).containsOnly("delivered");
  }

  @Test
  void a_rate_limit_holds_in_every_sliding_window() {
    world.endpoint("shop", ",'rateLimit':'10/s'");
    world.network.host("shop.test", Manner.answers(200).slowly(Duration.ofMillis(130)));
    publishSome("shop.sold", 60);
    seconds(3);
    publishSome("shop.sold", 60);
    seconds(15);
    List<Duration> starts = world.network.sent().stream().map(sending -> sending.since).toList();
    assertThat(starts).hasSize(120).isSorted();
    for (int i = 10; i < starts.size(); i++) {
      assertThat(starts.get(i).minus(starts.get(i - 10))).isGreaterThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void open_deliveries_keep_the_body_of_the_subscription_that_made_them() {
    Endpoint shop = world.done("configure", () -> world.people.create("shop", EVERY_5_S));
    Subscription raw =
        world.done("configure", () -> world.people.subscribe("shop", shop, ",'body':'raw'"));
    world.network.host("shop.test", Manner.answers(500));
    world.publish("shop.sold", "{\"n\": 1}");
    world.calm();
    world.done(
        "configure",
        () ->
            People.saved(
                world.app.subscriptions.patch(
                    world.people.anna(), raw.id(), Match.ANY, People.json("{'body':'standard'}"))));
    world.publish("shop.sold", "{\"n\": 2}");
    world.calm();
    world.restart();
    world.network.host("shop.test", Manner.answers(200));
    seconds(6);
    assertThat(world.network.sentTo("shop.test"))
        .extracting(sending -> new String(sending.body(), UTF_8))
        .hasSize(4)
        .satisfies(bodies -> assertThat(bodies).filteredOn("{\"n\": 1}"::equals).hasSize(2))
        .satisfies(
            bodies -> assertThat(bodies).filteredOn(b -> b.contains("timestamp")).hasSize(2));
  }

  @Test
  void a_clock_that_is_set_back_delays_but_loses_nothing() {
    world.endpoint("shop", EVERY_5_S);
    world.network.host("shop.test", Manner.answers(500));
    publishSome("shop.sold", 5);
    seconds(7);
    world.setClock(Duration.ofMinutes(-10));
    world.network.host("shop.test", Manner.answers(200));
    publishSome("shop.sold", 5);
    seconds(1);
    assertThat(world.ends()).filteredOn("delivered"::equals).hasSize(5);
    world.advance(Duration.ofMinutes(11));
    assertThat(world.ends()).hasSize(10).containsOnly("delivered");
  }
}
