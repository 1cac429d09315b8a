package dev.posthouse.hostile;

import dev.posthouse.testing.ScriptedServer;
import dev.posthouse.testing.ScriptedServer.Peer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A receiver that does all as it should, and measures how long events take to reach it.
final class Neighbour implements AutoCloseable {
  private static final Pattern SENT = Pattern.compile("\"sent\":(\\d+)");

  private final Queue<Duration> latencies = new ConcurrentLinkedQueue<>();
  private final ScriptedServer server;

  Neighbour() throws IOException {
    server = new ScriptedServer(this::serve);
  }

  /// An event for it, sent now.
  static String event() {
    return "{\"type\":\"pace.kept\",\"data\":{\"sent\":%d}}".formatted(System.nanoTime());
  }

  URI url() {
    return server.url("/");
  }

  private void serve(Peer peer) throws IOException {
    while (peer.readRequest()) {
      Matcher sent = SENT.matcher(peer.request());
      if (sent.find()) {
        latencies.add(Duration.ofNanos(System.nanoTime() - Long.parseLong(sent.group(1))));
      }
      peer.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    }
  }

  int received() {
    return latencies.size();
  }

  /// The latency that `percent` of all events stay within.
  Duration latency(int percent) {
    List<Duration> sorted = latencies.stream().sorted().toList();
    return sorted.get((sorted.size() - 1) * percent / 100);
  }

  @Override
  public void close() {
    server.close();
  }
}
