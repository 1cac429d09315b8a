package dev.posthouse.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.event.Outcome;
import dev.posthouse.event.Outcome.Answered;
import dev.posthouse.event.Outcome.Unsent;
import dev.posthouse.net.AddressRules;
import dev.posthouse.net.Cidr;
import dev.posthouse.net.OwnSockets;
import dev.posthouse.net.Resolver;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Our own API is no receiver, whatever this host is called and whatever is opened.
class OwnListenerTest {
  private final OwnSockets own = OwnSockets.ofThisMachine();
  private final AddressRules all =
      new AddressRules(List.of(Cidr.parse("0.0.0.0/0"), Cidr.parse("::/0")), true, own);
  private final ServerSocket listener = new ServerSocket(0);

  OwnListenerTest() throws IOException {
    own.listening((InetSocketAddress) listener.getLocalSocketAddress());
  }

  @AfterEach
  void close() throws IOException {
    listener.close();
  }

  @Test
  void is_refused_at_every_address_of_this_host_in_every_carrier() throws Exception {
    try (SenderHouse house = new SenderHouse(all, Resolver.SYSTEM)) {
      for (String host : addresses()) {
        assertThat(house.send(url(host)).outcome()).as(host).isInstanceOf(Unsent.class);
      }
    }
    assertNobodyCame();
  }

  @Test
  void is_refused_by_every_name_of_this_host() throws Exception {
    List<InetAddress> here = List.of(InetAddress.getLoopbackAddress());
    try (SenderHouse house = new SenderHouse(all, name -> here)) {
      assertThat(house.send(url("public-name-of-this-host.test")).outcome())
          .isInstanceOf(Unsent.class);
    }
    try (SenderHouse house = new SenderHouse(all, Resolver.SYSTEM)) {
      for (String name : List.of("localhost", InetAddress.getLocalHost().getHostName())) {
        Outcome outcome = house.send(url(name)).outcome();
        assertThat(outcome).as(name).isNotInstanceOf(Answered.class);
      }
    }
    assertNobodyCame();
  }

  private void assertNobodyCame() throws IOException {
    listener.setSoTimeout(1);
    assertThatThrownBy(listener::accept).isInstanceOf(SocketTimeoutException.class);
  }

  private URI url(String host) {
    return URI.create("http://%s:%d/".formatted(host, listener.getLocalPort()));
  }

  private static List<String> addresses() throws IOException {
    var hosts = new ArrayList<>(List.of("0.0.0.0", "[::]", "[::1]", "127.0.0.1", "127.9.9.9"));
    for (NetworkInterface card : NetworkInterface.networkInterfaces().toList()) {
      card.inetAddresses()
          .map(InetAddress::getHostAddress)
          .forEach(text -> {
            String bare = text.replaceAll("%.*", "");
            hosts.add(bare.indexOf(':') < 0 ? bare : "[" + bare + "]");
          });
      card.inetAddresses()
          .filter(Inet4Address.class::isInstance)
          .map(InetAddress::getHostAddress)
          .forEach(four -> {
            hosts.add("[::ffff:" + four + "]");
            hosts.add("[::" + four + "]");
            hosts.add("[64:ff9b::" + four + "]");
            hosts.add("[2a00:1450::5efe:" + four + "]");
          });
    }
    return hosts;
  }
}
