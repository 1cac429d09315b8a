package dev.posthouse.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.net.Cidr;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClientsTest {
  private static final Clients BEHIND_PROXIES =
      new Clients(List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("192.168.1.1")));

  @ParameterizedTest
  @CsvSource({
    "10.1.1.1,     203.0.113.7,                 203.0.113.7",
    "10.1.1.1,     '1.2.3.4, 203.0.113.7',      203.0.113.7",
    "10.1.1.1,     '203.0.113.7, 192.168.1.1',  203.0.113.7",
    "203.0.113.9,  '1.2.3.4',                   203.0.113.9",
    "10.1.1.1,     'someone, 10.2.2.2',         10.2.2.2",
    "10.1.1.1,     'not an address',            10.1.1.1",
  })
  void only_what_trusted_proxies_wrote_is_believed(String peer, String hops, String client) {
    assertThat(origin(BEHIND_PROXIES, peer, hops)).isEqualTo(client);
  }

  @Test
  void without_trusted_proxies_the_peer_is_the_client() {
    assertThat(origin(new Clients(List.of()), "10.1.1.1", "203.0.113.7")).isEqualTo("10.1.1.1");
  }

  private static String origin(Clients clients, String peer, String hops) {
    var list = List.of(hops.split(", "));
    return clients.origin(InetAddress.ofLiteral(peer), list).getHostAddress();
  }
}
