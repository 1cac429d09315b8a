package dev.posthouse.web;

import dev.posthouse.work.Tasks;
import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// All open connections. Gives each its [Inlet], and cuts off those that keep us waiting: somebody
/// calls [#step] at least once a second.
final class Connections implements ServerConnectionSelector {
  private final Http1ConnectionSelector http1;
  private final Set<Inlet> open = ConcurrentHashMap.newKeySet();
  private final Tasks tasks;
  private final Visitors visitors;
  private final LongSupplier nanos;

  Connections(Http1Config config, Server.Parts parts) {
    this.http1 = Http1ConnectionSelector.builder().config(config).build();
    this.tasks = parts.tasks();
    this.visitors = parts.visitors();
    this.nanos = parts.nanos();
  }

  /// How many connections were cut off.
  int step() {
    long now = nanos.getAsLong();
    int cut = 0;
    for (Inlet inlet : open) {
      if (inlet.overdue(now)) {
        tasks.start("cut-off", inlet::cutOff);
        cut++;
      }
    }
    return cut;
  }

  int count() {
    return open.size();
  }

  long waitingInside() {
    return open.stream().filter(Inlet::waitsInside).count();
  }

  long waitingIdle() {
    return open.stream().filter(Inlet::waitsIdle).count();
  }

  long waitingForReaders() {
    return open.stream().filter(Inlet::waitsForReader).count();
  }

  /// Room for a connection, asked for before its TLS handshake; empty if its client has enough of
  /// them.
  Optional<Visitors.Seat> seat(ConnectionContext context) {
    InetAddress peer = Clients.peer(context.remotePeer());
    return context.isSecure() && !visitors.handshake(peer)
        ? Optional.empty()
        : visitors.enter(peer);
  }

  void add(Inlet inlet) {
    open.add(inlet);
  }

  void remove(Inlet inlet) {
    open.remove(inlet);
  }

  @Override
  public int bytesToIdentifyConnection() {
    return http1.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(BufferData data) {
    return http1.supports(data);
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return http1.supportedApplicationProtocols();
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    var inlet = new Inlet(context, nanos);
    return new BoundConnection(
        http1.connection(new BoundContext(context, inlet)), inlet, () -> seat(context), this);
  }
}
