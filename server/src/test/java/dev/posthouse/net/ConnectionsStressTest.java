package dev.posthouse.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Many threads on one pool of connections, while idle ones are closed all the time.
@Timeout(60)
class ConnectionsStressTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 20_000;
  private static final int CONNECTIONS = 12;
  private static final long NOW = 1;

  private final Connections pool = new Connections();
  private final Map<Connection, Thread> users = new ConcurrentHashMap<>();
  private final List<Route> routes =
      List.of(route("http://a.example/"), route("http://b.example/"), route("http://c.example/"));

  @Test
  void a_connection_is_used_by_one_at_a_time_and_only_for_its_route() throws Exception {
    try (var listener = new ServerSocket(0, CONNECTIONS, InetAddress.getLoopbackAddress())) {
      var peers = new ArrayList<Socket>();
      for (int i = 0; i < CONNECTIONS; i++) {
        var socket = new Socket(listener.getInetAddress(), listener.getLocalPort());
        peers.add(listener.accept());
        pool.keep(kept(new Connection(routes.get(i % routes.size()), socket, NOW)));
      }
      try (var threads = Executors.newFixedThreadPool(THREADS)) {
        var running = new ArrayList<Future<Boolean>>();
        for (int t = 0; t < THREADS; t++) {
          var dice = new Random(t);
          running.add(threads.submit(() -> use(dice)));
        }
        for (Future<Boolean> one : running) {
          assertThat(one.get()).isTrue();
        }
      }
      assertThat(idle()).isEqualTo(CONNECTIONS);
      pool.close();
      for (Socket peer : peers) {
        peer.close();
      }
    }
  }

  /// Whether all was right.
  private boolean use(Random dice) throws IOException {
    boolean right = true;
    for (int i = 0; i < ROUNDS; i++) {
      Route route = routes.get(dice.nextInt(routes.size()));
      Connection taken = pool.take(route, new Deadline(Long.MAX_VALUE, Long.MAX_VALUE), NOW);
      if (taken != null) {
        right &= taken.route().equals(route);
        right &= users.put(taken, Thread.currentThread()) == null;
        right &= Thread.currentThread().equals(users.remove(taken));
        pool.keep(kept(taken));
      }
      if (dice.nextInt(50) == 0) {
        pool.step(NOW);
      }
    }
    return right;
  }

  /// With the time until which it may be kept, as after an exchange.
  private static Connection kept(Connection connection) {
    var request = new BasicClassicHttpRequest("POST", "/");
    var response = new BasicClassicHttpResponse(204);
    var _ = connection.mayBeKept(request, response, NOW);
    return connection;
  }

  private int idle() throws IOException {
    int idle = 0;
    for (Route route : routes) {
      while (pool.take(route, new Deadline(Long.MAX_VALUE, Long.MAX_VALUE), NOW) != null) {
        idle++;
      }
    }
    return idle;
  }

  private static Route route(String url) {
    return new Route(Target.of(URI.create(url)), Trust.DEFAULT, List.of());
  }
}
