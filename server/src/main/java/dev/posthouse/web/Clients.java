package dev.posthouse.web;

import dev.posthouse.net.Cidr;
import io.helidon.common.socket.PeerInfo;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

/// Tells the address a request comes from. `X-Forwarded-For` is believed only as far as trusted
/// proxies wrote it: from its right end, for as long as the address to the right of an entry is one
/// of theirs.
public record Clients(List<Cidr> trustedProxies) {
  private static final HeaderName FORWARDED_FOR = HeaderNames.create("X-Forwarded-For");

  public Clients {
    trustedProxies = List.copyOf(trustedProxies);
  }

  InetAddress address(ServerRequest request) {
    InetAddress peer = peer(request.remotePeer());
    if (trustedProxies.isEmpty()) {
      return peer;
    }
    List<String> hops =
        request.headers().values(FORWARDED_FOR).stream()
            .flatMap(value -> Arrays.stream(value.split(",")))
            .map(String::strip)
            .toList();
    return origin(peer, hops);
  }

  static InetAddress peer(PeerInfo peer) {
    return peer.address() instanceof InetSocketAddress socket
        ? socket.getAddress()
        : InetAddress.getLoopbackAddress();
  }

  /// The first address from the right that is no trusted proxy's; an entry that is no address ends
  /// the way.
  InetAddress origin(InetAddress peer, List<String> hops) {
    InetAddress client = peer;
    for (String hop : hops.reversed()) {
      if (!trusts(client)) {
        return client;
      }
      try {
        client = InetAddress.ofLiteral(hop);
      } catch (IllegalArgumentException e) {
        return client;
      }
    }
    return client;
  }

  boolean trusts(InetAddress address) {
    return trustedProxies.stream().anyMatch(proxies -> proxies.contains(address));
  }
}
