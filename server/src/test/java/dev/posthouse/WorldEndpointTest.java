package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.access.Actor;
import dev.posthouse.access.Policy;
import dev.posthouse.config.Endpoint;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.store.Deliveries.Cancelled;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorldEndpointTest extends WorldFixture {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void a_disabled_endpoint_holds_its_deliveries_until_it_is_enabled() {
    Endpoint shop = world.endpoint("shop", EVERY_5_S);
    world.network.host("shop.test", Manner.answers(500));
    publishSome("shop.sold", 5);
    world.patch(shop, "{'enabled':false}");
    world.calm();
    int before = world.network.sent().size();
    publishSome("shop.sold", 5);
    world.network.host("shop.test", Manner.answers(200));
    world.advance(HOUR);
    world.restart();
    world.advance(HOUR);
    assertThat(world.network.sent()).hasSize(before);
    assertThat(world.ends()).hasSize(10).containsOnly("open");
    world.patch(shop, "{'enabled':true}");
    world.calm();
    assertThat(world.ends()).hasSize(10).containsOnly("delivered");
  }

  @Test
  void an_answer_of_410_disables_the_endpoint() {
    Endpoint shop = world.endpoint("shop", ",'concurrency':1");
    world.network.host("shop.test", Manner.answers(410));
    publishSome("shop.sold", 5);
    world.advance(HOUR);
    assertThat(world.ends()).filteredOn("failed: gone"::equals).hasSize(1);
    assertThat(world.network.sent()).hasSize(1);
    world.restart();
    assertThat(world.app.catalogue.current().endpoint(shop.id()).orElseThrow().enabled()).isFalse();
    world.network.host("shop.test", Manner.answers(200));
    world.patch(shop, "{'enabled':true}");
    world.calm();
    assertThat(world.ends()).filteredOn("delivered"::equals).hasSize(4);
  }

  @Test
  void what_is_open_for_an_endpoint_that_is_removed_is_cancelled() {
    Endpoint shop = world.endpoint("shop", EVERY_5_S);
    world.network.host("shop.test", Manner.answers(500));
    publishSome("shop.sold", 1_200);
    world.calm();
    world.remove(shop);
    world.calm();
    assertThat(world.ends()).hasSize(1_200).containsOnly("cancelled: endpoint_removed");
    int before = world.network.sent().size();
    world.advance(HOUR);
    assertThat(world.network.sent()).hasSize(before);
  }

  @Test
  void a_removal_that_a_kill_cut_short_is_finished_after_the_start() {
    Endpoint shop = world.endpoint("shop", EVERY_5_S);
    world.network.host("shop.test", Manner.answers(500));
    publishSome("shop.sold", 1_200);
    world.calm();
    world.remove(shop);
    world.restart();
    world.advance(Duration.ofMinutes(1));
    assertThat(world.ends()).hasSize(1_200).containsOnly("cancelled: endpoint_removed");
  }

  @Test
  void what_a_tenant_requires_later_holds_for_the_endpoints_it_has() throws Exception {
    Endpoint shop = world.endpoint("shop", EVERY_5_S + ",'tls':{'verify':false}");
    transport(new Policy.Transport(false, true));
    publishSome("shop.sold", 3);
    seconds(6);
    assertThat(world.network.sent()).isEmpty();
    assertThat(world.app.testSend.run(shop).outcome().detail())
        .startsWith("forbidden: /tls/verify");

    transport(Policy.Transport.ANY);
    world.advance(HOUR);
    assertThat(world.ends()).hasSize(3).containsOnly("delivered");
  }

  private void transport(Policy.Transport transport) {
    world.done(
        "policy",
        () ->
            world.app.tenants.change(
                Actor.SYSTEM,
                world.tenant(),
                now ->
                    now.with(
                        new Policy(
                            now.policy().unknownTypes(), now.policy().invalidData(), transport))));
  }

  @Test
  void two_manual_retries_run_twice() {
    world.endpoint("shop", "");
    publishSome("shop.sold", 1);
    world.calm();
    world.retry(world.delivery(0));
    world.retry(world.delivery(0));
    world.calm();
    assertThat(world.network.sent())
        .extracting(sending -> sending.header("posthouse-attempt"))
        .containsExactly("1", "2", "3");
    assertThat(world.ends()).containsExactly("delivered");
  }

  @Test
  void a_manual_retry_does_not_move_the_schedule() {
    world.endpoint("shop", ",'retry':{'strategy':'list','delays':['100s']}");
    world.network.host("shop.test", Manner.answers(500));
    publishSome("shop.sold", 1);
    seconds(50);
    world.retry(world.delivery(0));
    world.calm();
    assertThat(world.network.sent()).hasSize(2);
    seconds(61);
    assertThat(world.network.sent()).hasSize(3);
    assertThat(world.ends()).containsExactly("failed: exhausted");
  }

  @Test
  void a_manual_retry_is_not_lost_by_a_kill() {
    world.endpoint("shop", "");
    publishSome("shop.sold", 1);
    world.calm();
    var retried = world.retry(world.delivery(0));
    while (world.books.waiting().isEmpty()) {
      assertThat(world.turn()).isTrue();
    }
    world.restart();
    world.calm();
    assertThat(retried).isNotDone();
    assertThat(world.network.sent()).hasSize(2);
  }

  @Test
  void a_cancelled_delivery_that_waits_in_its_lane_is_never_sent() {
    world.endpoint("shop", ",'concurrency':1");
    world.network.host("shop.test", Manner.hangs());
    publishSome("shop.sold", 3);
    world.calm();
    DeliveryId waiting = world.delivery(idNotOnTheWire());
    var cancelled = world.cancel(waiting);
    world.calm();
    assertThat(cancelled.join()).isEqualTo(Cancelled.DONE);
    assertThat(world.books.ends()).containsEntry(waiting, "cancelled: by_hand");
    world.network.host("shop.test", Manner.answers(200));
    world.advance(HOUR);
    assertThat(world.network.sent())
        .noneMatch(sending -> sending.webhookId().equals(waiting.toString()));
  }

  private int idNotOnTheWire() {
    String sent = world.network.onTheWire().getFirst().webhookId();
    return world.delivery(0).toString().equals(sent) ? 1 : 0;
  }

  @Test
  void a_cancelled_delivery_that_is_on_its_way_is_delivered_if_it_succeeds() {
    world.endpoint("shop", "");
    world.network.host("shop.test", Manner.answers(200).slowly(Duration.ofSeconds(2)));
    publishSome("shop.sold", 1);
    world.calm();
    world.cancel(world.delivery(0));
    seconds(3);
    assertThat(world.ends()).containsExactly("delivered");
  }

  @Test
  void a_cancelled_delivery_that_is_on_its_way_is_cancelled_if_it_fails() {
    world.endpoint("shop", "");
    world.network.host("shop.test", Manner.answers(500).slowly(Duration.ofSeconds(2)));
    publishSome("shop.sold", 1);
    world.calm();
    world.cancel(world.delivery(0));
    seconds(3);
    assertThat(world.ends()).containsExactly("cancelled: by_hand");
  }

  @Test
  void a_cancelled_retry_that_is_on_its_way_is_delivered_if_it_succeeds() {
    world.endpoint("shop", EVERY_5_S);
    world.network.host("shop.test", Manner.answers(500));
    publishSome("shop.sold", 1);
    world.calm();
    world.network.host("shop.test", Manner.answers(200).slowly(Duration.ofSeconds(2)));
    seconds(6);
    assertThat(world.network.onTheWire()).hasSize(1);
    world.cancel(world.delivery(0));
    seconds(3);
    assertThat(world.ends()).containsExactly("delivered");
  }

  @Test
  void a_cancelled_retry_that_waits_for_its_time_is_cancelled_at_once() {
    world.endpoint("shop", EVERY_5_S);
    world.network.host("shop.test", Manner.answers(500));
    publishSome("shop.sold", 1);
    seconds(1);
    var cancelled = world.cancel(world.delivery(0));
    world.calm();
    assertThat(cancelled.join()).isEqualTo(Cancelled.DONE);
    world.advance(HOUR);
    assertThat(world.network.sent()).hasSize(1);
  }
}
