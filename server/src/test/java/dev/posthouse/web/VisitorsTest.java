package dev.posthouse.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.net.Cidr;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VisitorsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final InetAddress ANNA = InetAddress.ofLiteral("203.0.113.7");
  private static final InetAddress BERT = InetAddress.ofLiteral("203.0.113.8");
  private static final InetAddress PROXY = InetAddress.ofLiteral("10.0.0.1");

  private long now = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos();
  private final Visitors visitors =
      new Visitors(
          new Clients(List.of(Cidr.parse("10.0.0.0/8"))),
          new Visitors.Limits(2, 10, SECOND),
          () -> now);

  @Test
  void an_address_has_so_many_connections_and_no_more() {
    Visitors.Seat first = visitors.enter(ANNA).orElseThrow();
    assertThat(visitors.enter(ANNA)).isPresent();
    assertThat(visitors.enter(ANNA)).isEmpty();
    assertThat(visitors.enter(BERT)).isPresent();
    assertThat(visitors.connectionsRefused()).isEqualTo(1);

    first.leave();
    assertThat(visitors.enter(ANNA)).isPresent();
    assertThat(visitors.enter(ANNA)).isEmpty();
  }

  @Test
  void a_client_of_ipv6_counts_by_its_network() {
    assertThat(visitors.enter(InetAddress.ofLiteral("2001:db8:0:1::1"))).isPresent();
    assertThat(visitors.enter(InetAddress.ofLiteral("2001:db8:0:1:ffff::2"))).isPresent();
    assertThat(visitors.enter(InetAddress.ofLiteral("2001:db8:0:1::3"))).isEmpty();
    assertThat(visitors.enter(InetAddress.ofLiteral("2001:db8:0:2::1"))).isPresent();
  }

  @Test
  void trusted_proxies_have_any_number_of_connections() {
    for (int i = 0; i < 100; i++) {
      assertThat(visitors.enter(PROXY)).isPresent();
    }
    assertThat(visitors.known()).isZero();
  }

  @Test
  void requests_come_in_bursts_of_the_rate_and_then_as_fast_as_it_says() {
    for (int i = 0; i < 10; i++) {
      assertThat(visitors.request(ANNA)).isZero();
    }
    assertThat(visitors.request(ANNA)).isEqualTo(Duration.ofMillis(100));
    assertThat(visitors.request(BERT)).isZero();

    now += Duration.ofMillis(99).toNanos();
    assertThat(visitors.request(ANNA)).isEqualTo(Duration.ofMillis(1));
    now += Duration.ofMillis(1).toNanos();
    assertThat(visitors.request(ANNA)).isZero();
    assertThat(visitors.request(ANNA)).isEqualTo(Duration.ofMillis(100));
    assertThat(visitors.requestsRefused()).isEqualTo(3);
  }

  @Test
  void what_is_counted_in_one_room_leaves_the_others_open() {
    for (int i = 0; i < 10; i++) {
      assertThat(visitors.request(1, ANNA)).isZero();
    }
    assertThat(visitors.pause(1, ANNA)).isEqualTo(Duration.ofMillis(100));
    assertThat(visitors.pause(2, ANNA)).isZero();
    assertThat(visitors.request(2, ANNA)).isZero();
    assertThat(visitors.pause(1, BERT)).isZero();
    assertThat(visitors.request(ANNA)).isZero();
  }

  @Test
  void who_waits_as_told_is_let_in() {
    int taken = 0;
    for (int i = 0; i < 1_000; i++) {
      Duration wait = visitors.request(ANNA);
      taken += wait.isZero() ? 1 : 0;
      now += wait.toNanos();
    }
    assertThat(taken).isGreaterThan(500);
  }

  @Test
  void who_has_not_come_for_a_while_is_forgotten() {
    var seats = new ArrayList<Visitors.Seat>();
    visitors.enter(ANNA).ifPresent(seats::add);
    assertThat(visitors.request(BERT)).isZero();
    assertThat(visitors.known()).isEqualTo(2);

    now += Duration.ofSeconds(11).toNanos();
    visitors.step();
    assertThat(visitors.known()).isEqualTo(1);
    seats.forEach(Visitors.Seat::leave);
    assertThat(visitors.known()).isZero();
  }

  @Test
  void without_a_rate_no_request_is_counted() {
    var free =
        new Visitors(new Clients(List.of()), new Visitors.Limits(1, 0, Duration.ZERO), () -> now);
    Optional<Visitors.Seat> seat = free.enter(ANNA);
    seat.ifPresent(Visitors.Seat::leave);
    assertThat(free.known()).isZero();
  }
}
