package dev.posthouse.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/// Where this process listens: known only once it does, so it is filled after binding. Its own API
/// is never a receiver; the sample receiver of a demonstration always is one.
public final class OwnSockets {
  private final List<InetSocketAddress> listeners = new CopyOnWriteArrayList<>();
  private final List<InetSocketAddress> samples = new CopyOnWriteArrayList<>();
  private final Predicate<InetAddress> ofThisHost;

  /// @param ofThisHost whether an address belongs to this machine, for listeners on all of them
  public OwnSockets(Predicate<InetAddress> ofThisHost) {
    this.ofThisHost = ofThisHost;
  }

  /// With the addresses that the interfaces of this machine have at the moment of asking.
  public static OwnSockets ofThisMachine() {
    return new OwnSockets(OwnSockets::isOnAnInterface);
  }

  private static boolean isOnAnInterface(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return true; // not known, so better not
    }
  }

  /// Never to be connected to.
  public void listening(InetSocketAddress bound) {
    if (!bound.isUnresolved()) {
      listeners.add(bound);
    }
  }

  /// May be connected to whatever else the rules say.
  public void sampleReceiver(InetSocketAddress bound) {
    samples.add(bound);
  }

  boolean isListener(InetAddress address, int port) {
    return listeners.stream()
        .anyMatch(bound -> bound.getPort() == port && reaches(address, bound.getAddress()));
  }

  boolean isSample(InetAddress address, int port) {
    return samples.contains(new InetSocketAddress(address, port));
  }

  private boolean reaches(InetAddress address, InetAddress bound) {
    return address.equals(bound)
        || address.isAnyLocalAddress()
        || (bound.isAnyLocalAddress() && (address.isLoopbackAddress() || ofThisHost.test(address)));
  }
}
