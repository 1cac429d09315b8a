package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.accept.Acceptance;
import dev.posthouse.config.Endpoint;
import dev.posthouse.event.Notice;
import dev.posthouse.event.Origin;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class WorldHealthTest extends WorldFixture {
  private static final String PATIENT =
      ",'retry':{'strategy':'fixed','delay':'30s','maxAttempts':100},'timeout':'10s'";
  private static final String ONCE =
      ",'retry':{'strategy':'fixed','delay':'30s','maxAttempts':1},'timeout':'10s'";

  @Test
  void waiting_for_a_broken_endpoint_uses_no_attempts() {
    world.endpoint("shop", PATIENT + ",'concurrency':1");
    world.network.host("shop.test", Manner.answers(500));
    publishSome("shop.sold", 60);
    world.advance(Duration.ofSeconds(20));
    assertThat(world.network.sent()).hasSizeBetween(20, 26);
    assertThat(untried()).isGreaterThan(30);
    world.network.host("shop.test", Manner.answers(200));
    world.advance(Duration.ofSeconds(61));
    assertThat(world.ends()).hasSize(60).containsOnly("delivered");
    assertThat(attempts()).isLessThan(60 + 30);
  }

  @Test
  void a_broken_endpoint_does_not_hold_up_others() {
    world.endpoint("shop", PATIENT);
    world.endpoint("till", PATIENT);
    world.network.host("shop.test", Manner.answers(500));
    publishSome("shop.sold", 60);
    world.advance(Duration.ofSeconds(5));
    publishSome("till.made", 5);
    world.calm();
    assertThat(world.ends()).filteredOn("delivered"::equals).hasSize(5);
  }

  @Test
  void a_change_of_a_broken_endpoint_lets_it_try_at_once() {
    Endpoint shop = world.endpoint("shop", PATIENT + ",'concurrency':1");
    world.network.host("shop.test", Manner.answers(500));
    publishSome("shop.sold", 60);
    world.advance(Duration.ofMinutes(10));
    world.network.host("shop.test", Manner.answers(200));
    world.patch(shop, "{'concurrency':8}");
    world.advance(Duration.ofSeconds(40));
    assertThat(world.ends()).containsOnly("delivered");
  }

  @Test
  void tells_once_that_an_endpoint_fails_and_once_that_it_is_back() {
    desk("endpoint.*");
    world.endpoint("shop", PATIENT);
    world.network.host("shop.test", Manner.answers(503));
    publishSome("shop.sold", 1);
    world.advance(Duration.ofMinutes(10));
    assertThat(events(Notice.ENDPOINT_FAILING)).isEqualTo(1);
    world.restart();
    world.advance(Duration.ofMinutes(10));
    assertThat(events(Notice.ENDPOINT_FAILING)).isEqualTo(1);
    assertThat(standing()).isEqualTo("failing");
    world.network.host("shop.test", Manner.answers(200));
    world.advance(Duration.ofMinutes(1));
    assertThat(events(Notice.ENDPOINT_RECOVERED)).isEqualTo(1);
    assertThat(standing()).isEmpty();
    publishSome("shop.sold", 3);
    world.advance(Duration.ofMinutes(10));
    assertThat(events(Notice.ENDPOINT_FAILING)).isEqualTo(1);
    assertThat(events(Notice.ENDPOINT_RECOVERED)).isEqualTo(1);
    assertThat(world.network.sentTo("desk.test")).hasSize(2);
  }

  @Test
  void tells_of_each_delivery_that_is_given_up_together_with_that() {
    desk("delivery.failed");
    world.endpoint("shop", ONCE);
    world.network.host("shop.test", Manner.answers(500));
    publishSome("shop.sold", 3);
    world.calm();
    assertThat(world.ends()).filteredOn("failed: exhausted"::equals).hasSize(3);
    assertThat(events(Notice.DELIVERY_FAILED)).isEqualTo(3);
    assertThat(world.network.sentTo("desk.test")).hasSize(3);
    world.restart();
    world.advance(Duration.ofHours(1));
    assertThat(events(Notice.DELIVERY_FAILED)).isEqualTo(3);
  }

  @Test
  void nothing_but_failures_for_as_long_as_it_may_disables_an_endpoint_across_restarts() {
    desk("endpoint.disabled");
    Endpoint shop = world.endpoint("shop", PATIENT + ",'health':{'disableAfter':'30m'}");
    world.network.host("shop.test", Manner.answers(500));
    publishSome("shop.sold", 5);
    world.advance(Duration.ofMinutes(20));
    world.restart();
    world.advance(Duration.ofMinutes(9));
    assertThat(enabled(shop)).isTrue();
    world.advance(Duration.ofMinutes(3));
    assertThat(enabled(shop)).isFalse();
    assertThat(events(Notice.ENDPOINT_DISABLED)).isEqualTo(1);
    assertThat(world.network.sentTo("desk.test")).hasSize(1);
    assertThat(world.app.standings.of(shop.id()).orElseThrow().cause()).isEqualTo("failing");
    world.network.host("shop.test", Manner.answers(200));
    world.patch(shop, "{'enabled':true}");
    world.advance(Duration.ofMinutes(1));
    assertThat(standing()).isEmpty();
    assertThat(world.ends()).containsOnly("delivered");
    assertThat(events(Notice.ENDPOINT_RECOVERED)).isZero();
  }

  @Test
  void an_endpoint_that_is_enabled_again_is_given_its_time_anew() {
    Endpoint shop = world.endpoint("shop", PATIENT + ",'health':{'disableAfter':'30m'}");
    world.network.host("shop.test", Manner.answers(500));
    publishSome("shop.sold", 5);
    world.advance(Duration.ofMinutes(32));
    assertThat(enabled(shop)).isFalse();
    world.patch(shop, "{'enabled':true}");
    publishSome("shop.sold", 5);
    world.advance(Duration.ofMinutes(20));
    assertThat(enabled(shop)).isTrue();
    assertThat(events(Notice.ENDPOINT_FAILING)).isEqualTo(2);
    world.advance(Duration.ofMinutes(15));
    assertThat(enabled(shop)).isFalse();
  }

  @Test
  void tells_of_endpoints_that_a_person_or_an_answer_disables() {
    Endpoint shop = world.endpoint("shop", PATIENT);
    world.patch(shop, "{'enabled':false}");
    world.patch(shop, "{'name':'shop 2'}");
    assertThat(events(Notice.ENDPOINT_DISABLED)).isEqualTo(1);
    assertThat(world.app.standings.of(shop.id()).orElseThrow().cause()).isEqualTo("by_hand");
    world.patch(shop, "{'enabled':true}");
    world.network.host("shop.test", Manner.answers(410));
    publishSome("shop.sold", 1);
    world.calm();
    assertThat(events(Notice.ENDPOINT_DISABLED)).isEqualTo(2);
    assertThat(world.app.standings.of(shop.id()).orElseThrow().cause()).isEqualTo("gone");
    world.remove(shop);
    assertThat(standing()).isEmpty();
  }

  @Test
  void an_endpoint_that_fails_to_take_notices_makes_no_more_of_them() {
    world.endpoint("shop", ONCE);
    Endpoint shop = world.app.catalogue.current().endpoints(world.tenant()).getFirst();
    world.done("all", () -> world.people.subscribe("all", shop, "*", ""));
    world.network.host("shop.test", Manner.answers(500));
    for (int i = 0; i < 30; i++) {
      publishSome("shop.sold", 1);
      world.advance(Duration.ofSeconds(30));
    }
    world.advance(Duration.ofHours(10));
    assertThat(events(Notice.ENDPOINT_FAILING)).isEqualTo(1);
    assertThat(events(Notice.DELIVERY_FAILED)).isEqualTo(60);
    long before = all();
    world.advance(Duration.ofDays(2));
    assertThat(all()).isEqualTo(before);
  }

  @Test
  void an_endpoint_does_not_recover_by_taking_notices() {
    Endpoint shop = world.endpoint("shop", PATIENT);
    world.done("all", () -> world.people.subscribe("all", shop, "endpoint.*", ""));
    world.network.host("shop.test", Manner.answers(500));
    publishSome("shop.sold", 1);
    world.advance(Duration.ofMinutes(5));
    assertThat(events(Notice.ENDPOINT_FAILING)).isEqualTo(1);
    world.cancel(world.delivery(0));
    world.calm();
    world.network.host("shop.test", Manner.answers(200));
    world.advance(Duration.ofMinutes(5));
    assertThat(world.ends()).containsExactly("cancelled: by_hand", "delivered");
    assertThat(events(Notice.ENDPOINT_RECOVERED)).isZero();
    assertThat(standing()).isEqualTo("failing");
    publishSome("shop.sold", 1);
    world.calm();
    assertThat(events(Notice.ENDPOINT_RECOVERED)).isEqualTo(1);
  }

  @Test
  void nobody_else_may_publish_from_where_notices_come() {
    var forged =
        world.publish(world.people.event("endpoint.failing", new Origin(Notice.SOURCE, "1"), "{}"));
    world.calm();
    Acceptance answer = forged.answer().join();
    assertThat(answer)
        .isInstanceOfSatisfying(
            Acceptance.Accepted.class,
            accepted ->
                assertThat(accepted.results().getFirst())
                    .isInstanceOf(Acceptance.Result.Unwanted.class));
  }

  private void desk(String types) {
    world.done(
        "desk",
        () -> world.people.subscribe("desk", world.people.create("desk", EVERY_5_S), types, ""));
  }

  private boolean enabled(Endpoint endpoint) {
    return world.app.catalogue.current().endpoint(endpoint.id()).orElseThrow().enabled();
  }

  private long events(Notice notice) {
    return world.books.number("select count(*) from event where type = '" + notice.type() + "'");
  }

  private long all() {
    return world.books.number("select count(*) from event");
  }

  private long untried() {
    return world.books.number("select count(*) from waiting where attempts = 0");
  }

  private long attempts() {
    return world.books.number("select count(*) from attempt");
  }

  private String standing() {
    return world.app.standings.all().stream()
        .map(standing -> standing.state().name().toLowerCase(Locale.ROOT))
        .findFirst()
        .orElse("");
  }
}
