package dev.posthouse.web;

import dev.posthouse.net.ClientNetwork;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/// How much comes from one address: bounds its connections and its requests. A client counts by its
/// [ClientNetwork]. Trusted proxies are not counted, but those who come through them are, by their
/// requests.
public final class Visitors {
  /// Addresses that are told apart, which only forged entries behind a trusted proxy could exceed;
  /// the others share what one may have.
  static final int MOST = 100_000;

  private static final Duration SWEEP = Duration.ofSeconds(10);
  private static final InetAddress OTHERS = InetAddress.ofLiteral("::");

  private final Clients clients;
  private final Limits limits;
  private final LongSupplier nanos;
  private final ConcurrentMap<InetAddress, Visitor> byAddress = new ConcurrentHashMap<>();
  private final LongAdder connectionsRefused = new LongAdder();
  private final LongAdder requestsRefused = new LongAdder();
  // Touched by the one who calls step.
  private long swept;

  /// @param connections open at once
  /// @param requests in any `window`, twice as many at most where they come in bursts; 0: any
  ///   number
  public record Limits(int connections, int requests, Duration window) {}

  private static final class Visitor {
    /// Guarded by the map's `compute`.
    private int connections;

    /// Until when the requests that were taken use up the rate (the generic cell rate algorithm,
    /// ITU-T I.371).
    private final AtomicLong usedUntil;

    Visitor(long now) {
      usedUntil = new AtomicLong(now);
    }

    /// Zero: taken; else how many nanoseconds to wait.
    long take(long now, long each, long window) {
      while (true) {
        long used = usedUntil.get();
        long from = Math.max(used, now);
        long wait = from + each - window - now;
        if (wait > 0) {
          return wait;
        }
        if (usedUntil.compareAndSet(used, from + each)) {
          return 0;
        }
      }
    }
  }

  public Visitors(Clients clients, Limits limits, LongSupplier nanos) {
    this.clients = clients;
    this.limits = limits;
    this.nanos = nanos;
    this.swept = nanos.getAsLong();
  }

  /// Takes one more connection, which gives its seat back when it ends; empty if there is none.
  Optional<Seat> enter(InetAddress peer) {
    if (clients.trusts(peer)) {
      return Optional.of(new Seat(Optional.empty()));
    }
    InetAddress place = place(peer);
    var in = new boolean[1];
    byAddress.compute(
        place,
        (address, there) -> {
          Visitor visitor = there == null ? visitor() : there;
          in[0] = visitor.connections < limits.connections();
          visitor.connections += in[0] ? 1 : 0;
          return visitor;
        });
    if (!in[0]) {
      connectionsRefused.increment();
    }
    return in[0] ? Optional.of(new Seat(Optional.of(place))) : Optional.empty();
  }

  /// What an open connection takes up.
  final class Seat {
    private final Optional<InetAddress> place;

    private Seat(Optional<InetAddress> place) {
      this.place = place;
    }

    void leave() {
      place.ifPresent(Visitors.this::vacate);
    }
  }

  private void vacate(InetAddress place) {
    byAddress.computeIfPresent(
        place,
        (address, visitor) -> {
          visitor.connections--;
          return unused(visitor, nanos.getAsLong()) ? null : visitor;
        });
  }

  /// Counts a request; answers how long the client is to wait, zero if it need not.
  Duration request(ServerRequest request) {
    return limits.requests() == 0 ? Duration.ZERO : request(clients.address(request));
  }

  /// How long a client that has used up its rate is to wait; zero if it has not. Counts nothing.
  Duration pause(InetAddress client) {
    Visitor visitor = byAddress.get(place(client));
    long window = limits.window().toNanos();
    long each = window / limits.requests();
    return visitor == null
        ? Duration.ZERO
        : Duration.ofNanos(
            Math.max(0, visitor.usedUntil.get() + each - window - nanos.getAsLong()));
  }

  Duration request(InetAddress client) {
    Visitor visitor = byAddress.computeIfAbsent(place(client), address -> visitor());
    long window = limits.window().toNanos();
    long wait = visitor.take(nanos.getAsLong(), window / limits.requests(), window);
    if (wait > 0) {
      requestsRefused.increment();
    }
    return Duration.ofNanos(wait);
  }

  /// Forgets those who have not been here for a while.
  void step() {
    long now = nanos.getAsLong();
    if (now - swept >= SWEEP.toNanos()) {
      swept = now;
      byAddress
          .keySet()
          .forEach(address ->
              byAddress.computeIfPresent(
                  address, (same, visitor) -> unused(visitor, now) ? null : visitor));
    }
  }

  public long connectionsRefused() {
    return connectionsRefused.sum();
  }

  public long requestsRefused() {
    return requestsRefused.sum();
  }

  int known() {
    return byAddress.size();
  }

  private Visitor visitor() {
    return new Visitor(nanos.getAsLong());
  }

  private static boolean unused(Visitor visitor, long now) {
    return visitor.connections == 0 && visitor.usedUntil.get() - now <= 0;
  }

  private InetAddress place(InetAddress client) {
    InetAddress network = ClientNetwork.of(client).address();
    return byAddress.size() < MOST || byAddress.containsKey(network) ? network : OTHERS;
  }
}
