package dev.posthouse.deliver;

import static dev.posthouse.deliver.SenderHouse.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.config.Tls;
import dev.posthouse.event.Outcome.Answered;
import dev.posthouse.event.Outcome.Phase;
import dev.posthouse.event.Outcome.Reason;
import dev.posthouse.event.Outcome.TimedOut;
import dev.posthouse.event.Outcome.Unreachable;
import dev.posthouse.event.Outcome.Unsent;
import dev.posthouse.net.AddressRules;
import dev.posthouse.net.Cidr;
import dev.posthouse.net.OwnSockets;
import dev.posthouse.net.Resolver;
import dev.posthouse.testing.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the sender connects to, and what it does not, whatever the name says.
class SenderGuardTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  private static final String OK_AND_CLOSE =
      "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

  private final OwnSockets own = new OwnSockets(address -> false);
  private final AddressRules closed = new AddressRules(List.of(), false, own);

  /// Only 127.0.0.1 is open: the one good address of these tests.
  private final AddressRules one = new AddressRules(List.of(Cidr.parse("127.0.0.1")), false, own);

  private ScriptedServer server = ScriptedServer.answering(OK);

  SenderGuardTest() throws IOException {}

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void refuses_a_loopback_address_and_names_the_flag() {
    try (SenderHouse house = new SenderHouse(closed, Resolver.SYSTEM)) {
      assertThat(house.send(server.url("/")).outcome())
          .isEqualTo(
              new Unsent(
                  Reason.BLOCKED_ADDRESS,
                  "127.0.0.1 is a loopback address; --allow-private-networks permits it"));
      assertThat(server.connections()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "2130706433",
        "0x7f.1",
        "0x7f000001",
        "0177.0.0.1",
        "017700000001",
        "127.1",
        "127.0.1",
        "0",
        "0.0.0.0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "user@127.0.0.1"
      })
  void reaches_loopback_under_no_spelling(String host) {
    try (SenderHouse house = new SenderHouse(closed, Resolver.SYSTEM)) {
      assertThat(house.send(server.url("http", host)).outcome())
          .isInstanceOfAny(Unsent.class, Unreachable.class);
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void refuses_a_name_of_which_one_address_is_bad() {
    try (SenderHouse house = new SenderHouse(one, answers("127.0.0.1 10.0.0.7"))) {
      assertThat(house.send(server.url("http", "mixed.test")).outcome())
          .isEqualTo(
              new Unsent(
                  Reason.BLOCKED_ADDRESS,
                  "mixed.test is 10.0.0.7, a private address; --allow-private-networks permits it"));
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void connects_to_the_very_address_that_was_judged() throws Exception {
    server.close();
    server = ScriptedServer.answering(OK_AND_CLOSE);
    try (SenderHouse house = new SenderHouse(one, answers("127.0.0.1", "127.0.0.2"))) {
      URI url = server.url("http", "rebinding.test");

      assertThat(house.send(url).outcome()).isInstanceOf(Answered.class);
      assertThat(house.send(url).outcome()).isInstanceOf(Unsent.class);
      assertThat(server.connections()).isEqualTo(1);
      assertThat(server.requests().getFirst()).contains("Host: rebinding.test:" + server.port());
    }
  }

  @Test
  void refuses_its_own_listener_even_when_its_network_is_open() {
    own.listening(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.port()));
    try (SenderHouse house = new SenderHouse(one, Resolver.SYSTEM)) {
      assertThat(house.send(server.url("/")).outcome())
          .isEqualTo(
              new Unsent(
                  Reason.BLOCKED_ADDRESS,
                  "127.0.0.1 is where Posthouse itself listens; no setting permits it"));
    }
  }

  @Test
  void reaches_the_sample_receiver_of_a_demonstration() {
    own.sampleReceiver(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.port()));
    try (SenderHouse house = new SenderHouse(closed, Resolver.SYSTEM)) {
      assertThat(house.send(server.url("/")).outcome()).isInstanceOf(Answered.class);
    }
  }

  @Test
  void the_ips_an_endpoint_allows_narrow_and_never_open() {
    Request loopback = allowing(server.url("/"), "127.0.0.0/8");
    try (SenderHouse house = new SenderHouse(closed, Resolver.SYSTEM)) {
      assertThat(house.sender.send(loopback).outcome()).isInstanceOf(Unsent.class);
    }
    try (SenderHouse house = new SenderHouse(one, Resolver.SYSTEM)) {
      assertThat(house.sender.send(loopback).outcome()).isInstanceOf(Answered.class);
      assertThat(house.sender.send(allowing(server.url("/"), "192.0.2.0/24")).outcome())
          .isEqualTo(
              new Unsent(
                  Reason.BLOCKED_ADDRESS,
                  "127.0.0.1 is not in the endpoint's allowedIps [192.0.2.0/24]"));
    }
  }

  @Test
  void an_open_connection_does_not_serve_an_endpoint_that_forbids_its_address() {
    try (SenderHouse house = SenderHouse.open()) {
      assertThat(house.send(server.url("/")).outcome()).isInstanceOf(Answered.class);
      assertThat(house.sender.send(allowing(server.url("/"), "10.0.0.0/8")).outcome())
          .isInstanceOf(Unsent.class);
    }
  }

  @Test
  void tries_the_next_address_when_one_does_not_answer() {
    try (SenderHouse house = new SenderHouse(true, answers("127.0.0.9 127.0.0.1"))) {
      assertThat(house.send(server.url("http", "two.test")).outcome()).isInstanceOf(Answered.class);
    }
  }

  @Test
  void ends_in_time_when_the_name_server_does_not_answer() {
    CountDownLatch never = new CountDownLatch(1);
    Resolver hanging =
        host -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return List.of();
        };
    try (SenderHouse house = new SenderHouse(true, hanging)) {
      Duration timeout = Duration.ofMillis(300);
      Request request = SenderHouse.within(timeout, server.url("http", "slow.test"));
      Sent sent = house.sender.send(request);

      assertThat(sent.outcome()).isEqualTo(new TimedOut(Phase.CONNECT));
      assertThat(sent.total()).isBetween(timeout, timeout.plusSeconds(2));
      assertThat(house.send(server.url("/")).outcome()).isInstanceOf(Answered.class);
      never.countDown();
    }
  }

  @Test
  void takes_no_proxy_from_the_system() {
    System.setProperty("socksProxyHost", "127.0.0.1");
    System.setProperty("socksProxyPort", "9");
    System.setProperty("http.proxyHost", "127.0.0.1");
    System.setProperty("http.proxyPort", "9");
    try (SenderHouse house = SenderHouse.open()) {
      assertThat(house.send(server.url("/")).outcome()).isInstanceOf(Answered.class);
    } finally {
      Stream.of("socksProxyHost", "socksProxyPort", "http.proxyHost", "http.proxyPort")
          .forEach(System::clearProperty);
    }
  }

  private static Request allowing(URI url, String cidr) {
    return request(url, Tls.DEFAULT, List.of(Cidr.parse(cidr)));
  }

  /// A name server that gives one answer after the other.
  private static Resolver answers(String... each) {
    Deque<String> left = new ArrayDeque<>(List.of(each));
    return host -> Stream.of(left.removeFirst().split(" ")).map(InetAddress::ofLiteral).toList();
  }
}
