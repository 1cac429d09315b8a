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
/// requests. What is counted for a room says nothing of the others.
public final class Visitors {
  /// Addresses that are told apart, which only forged entries behind a trusted proxy could exceed;
  /// the others share what one may have.
  static final int MOST = 100_000;

  /// New TLS connections of one address in [#HANDSHAKE_WINDOW]: what they cost comes before any
  /// request. A client that keeps its connections needs a few.
  static final int HANDSHAKES = 1_000;

  static final Duration HANDSHAKE_WINDOW = Duration.ofSeconds(10);

  private static final Duration SWEEP = Duration.ofSeconds(10);
  private static final InetAddress OTHERS = InetAddress.ofLiteral("::");
  private static final long WHOLE_HOUSE = 0;

  private final Clients clients;
  private final Limits limits;
  private final LongSupplier nanos;
  private final ConcurrentMap<Place, Visitor> byPlace = new ConcurrentHashMap<>();
  private final LongAdder connectionsRefused = new LongAdder();
  private final LongAdder requestsRefused = new LongAdder();
  private final LongAdder handshakesRefused = new LongAdder();
  // Touched by the one who calls step.
  private long swept;

  /// @param connections open at once
  /// @param requests in any `window`, twice as many at most where they come in bursts; 0: any
  ///   number
  public record Limits(int connections, int requests, Duration window) {}

  private record Place(long room, InetAddress network) {}

  private static final class Visitor {
    /// Guarded by the map's `compute`.
    private int connections;

    /// Until when the requests that were taken use up the rate (the generic cell rate algorithm,
    /// ITU-T I.371).
    private final AtomicLong usedUntil;

    /// The same for handshakes.
    private final AtomicLong shookUntil;

    Visitor(long now) {
      usedUntil = new AtomicLong(now);
      shookUntil = new AtomicLong(now);
    }

    /// Zero: taken; else how many nanoseconds to wait.
    static long take(AtomicLong until, long now, long each, long window) {
      while (true) {
        long used = until.get();
        long from = Math.max(used, now);
        long wait = from + each - window - now;
        if (wait > 0) {
          return wait;
        }
        if (until.compareAndSet(used, from + each)) {
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
    Place place = place(WHOLE_HOUSE, peer);
    var in = new boolean[1];
    byPlace.compute(
        place,
        (same, there) -> {
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
    private final Optional<Place> place;

    private Seat(Optional<Place> place) {
      this.place = place;
    }

    void leave() {
      place.ifPresent(Visitors.this::vacate);
    }
  }

  private void vacate(Place place) {
    byPlace.computeIfPresent(
        place,
        (same, visitor) -> {
          visitor.connections--;
          return unused(visitor, nanos.getAsLong()) ? null : visitor;
        });
  }

  /// Counts a request; answers how long the client is to wait, zero if it need not.
  Duration request(ServerRequest request) {
    return limits.requests() == 0 ? Duration.ZERO : request(clients.address(request));
  }

  /// How long a client that has used up its rate is to wait; zero if it has not. Counts nothing.
  Duration pause(long room, InetAddress client) {
    Visitor visitor = byPlace.get(place(room, client));
    long window = limits.window().toNanos();
    long each = window / limits.requests();
    return visitor == null
        ? Duration.ZERO
        : Duration.ofNanos(
            Math.max(0, visitor.usedUntil.get() + each - window - nanos.getAsLong()));
  }

  Duration request(InetAddress client) {
    return request(WHOLE_HOUSE, client);
  }

  /// Counts a request in one room.
  Duration request(long room, InetAddress client) {
    Visitor visitor = byPlace.computeIfAbsent(place(room, client), place -> visitor());
    long window = limits.window().toNanos();
    long each = window / limits.requests();
    long wait = Visitor.take(visitor.usedUntil, nanos.getAsLong(), each, window);
    if (wait > 0) {
      requestsRefused.increment();
    }
    return Duration.ofNanos(wait);
  }

  /// Counts a new TLS connection; false if its client has had enough of them.
  boolean handshake(InetAddress peer) {
    if (clients.trusts(peer)) {
      return true;
    }
    Visitor visitor = byPlace.computeIfAbsent(place(WHOLE_HOUSE, peer), place -> visitor());
    long window = HANDSHAKE_WINDOW.toNanos();
    long wait = Visitor.take(visitor.shookUntil, nanos.getAsLong(), window / HANDSHAKES, window);
    if (wait > 0) {
      handshakesRefused.increment();
    }
    return wait == 0;
  }

  /// Forgets those who have not been here for a while.
  void step() {
    long now = nanos.getAsLong();
    if (now - swept >= SWEEP.toNanos()) {
      swept = now;
      byPlace
          .keySet()
          .forEach(place ->
              byPlace.computeIfPresent(
                  place, (same, visitor) -> unused(visitor, now) ? null : visitor));
    }
  }

  public long connectionsRefused() {
    return connectionsRefused.sum();
  }

  public long requestsRefused() {
    return requestsRefused.sum();
  }

  public long handshakesRefused() {
    return handshakesRefused.sum();
  }

  int known() {
    return byPlace.size();
  }

  private Visitor visitor() {
    return new Visitor(nanos.getAsLong());
  }

  private static boolean unused(Visitor visitor, long now) {
    return visitor.connections == 0
        && visitor.usedUntil.get() - now <= 0
        && visitor.shookUntil.get() - now <= 0;
  }

  private Place place(long room, InetAddress client) {
    var place = new Place(room, ClientNetwork.of(client).address());
    boolean free = byPlace.size() < MOST || byPlace.containsKey(place);
    return free ? place : new Place(room, OTHERS);
  }
}
