package dev.posthouse.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// The only way out: resolves a host, asks the rules about the very addresses that came back, and
/// connects to those, so a name that changes its mind in between gains nothing.
final class Connector {
  /// Names with more addresses exist; who cannot be reached at this many is not reachable.
  private static final int ADDRESSES_TRIED = 8;

  private final AddressRules rules;
  private final Lookups lookups;
  private final SeenCertificates seen = new SeenCertificates();
  private final TlsLayer tls = new TlsLayer(seen);
  private final LongSupplier nanos;

  Connector(AddressRules rules, Lookups lookups, LongSupplier nanos) {
    this.rules = rules;
    this.lookups = lookups;
    this.nanos = nanos;
  }

  /// When the certificate ends that a server showed last; empty if it has shown none yet.
  Optional<Instant> certificateExpires(Target target) {
    return seen.expires(target);
  }

  /// @throws Blocked if the rules or the route forbid the address
  /// @throws Unreached if nobody answers there, or not with the TLS that was asked for
  /// @throws OutOfTime if the deadline's time for connecting ends first
  Connection connect(Route route, Deadline deadline) throws IOException {
    Target target = route.target();
    List<InetAddress> all =
        lookups.resolve(target.host(), deadline.leftToConnect(nanos.getAsLong()));
    List<InetAddress> open = permitted(route, all);
    Socket socket = first(open, target, deadline);
    try {
      Connection connection =
          target.tls()
              ? new Connection(route, socket, tls.over(socket, route), nanos.getAsLong())
              : new Connection(route, socket, nanos.getAsLong());
      deadline.connected();
      return connection;
    } catch (SocketException e) {
      Connection.cut(socket);
      throw new Unreached(target.host() + " closed the connection during the TLS handshake", e);
    } catch (IOException | RuntimeException e) {
      Connection.cut(socket);
      throw e;
    }
  }

  private List<InetAddress> permitted(Route route, List<InetAddress> all) throws Blocked {
    Target target = route.target();
    if (rules.judge(all, target.port()) instanceof Ruling.Refused refused) {
      throw new Blocked(refused.words(target.host()));
    }
    List<InetAddress> allowed =
        all.stream().filter(address -> isAllowed(route, address)).limit(ADDRESSES_TRIED).toList();
    if (allowed.isEmpty()) {
      throw new Blocked(
          AddressText.of(all.getFirst())
              + " is not in the endpoint's allowedIps "
              + route.allowedIps());
    }
    return allowed;
  }

  private static boolean isAllowed(Route route, InetAddress address) {
    return route.allowedIps().isEmpty()
        || route.allowedIps().stream().anyMatch(range -> range.contains(address));
  }

  /// The first of the addresses that can be connected to; each gets a fair share of the time.
  private Socket first(List<InetAddress> addresses, Target target, Deadline deadline)
      throws IOException {
    for (int i = 0; ; i++) {
      boolean last = i == addresses.size() - 1;
      long left = deadline.leftToConnect(nanos.getAsLong());
      try {
        return open(addresses.get(i), target.port(), left / (addresses.size() - i), deadline);
      } catch (SocketTimeoutException e) {
        if (last) {
          throw new OutOfTime();
        }
      } catch (SocketException e) {
        if (last) {
          throw new Unreached(why(addresses.get(i), target.port(), e), e);
        }
      }
    }
  }

  private static Socket open(InetAddress address, int port, long nanos, Deadline deadline)
      throws IOException {
    // without this argument the JDK would ask its system properties for a SOCKS proxy
    Socket socket = new Socket(Proxy.NO_PROXY);
    try {
      deadline.hold(socket);
      socket.setTcpNoDelay(true);
      int millis = (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos));
      socket.connect(new InetSocketAddress(address, port), millis);
      return socket;
    } catch (IOException | RuntimeException e) {
      Connection.cut(socket);
      throw e;
    }
  }

  private static String why(InetAddress address, int port, SocketException e) {
    String place = AddressText.of(address) + " port " + port;
    String words = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return e instanceof ConnectException
        ? "could not connect to " + place + ": " + words
        : place + " cannot be reached: " + words;
  }
}
