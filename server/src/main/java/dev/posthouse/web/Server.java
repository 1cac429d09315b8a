package dev.posthouse.web;

import dev.posthouse.work.Budget;
import dev.posthouse.work.Tasks;
import io.helidon.http.DirectHandler;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// The HTTP server. Requests run on virtual threads of their own. Somebody calls [#step] at least
/// once a second, so that slow and silent clients are cut off.
public final class Server implements AutoCloseable {
  /// Longer than any request may take: connections that are slow are cut off by [Inlet].
  private static final Duration NEVER = Duration.ofDays(1);

  /// Above [Inlet#HEAD_BYTES], which is what decides.
  private static final int ENGINE_HEAD_BYTES = 64 << 10;

  private final WebServer engine;
  private final Connections connections;
  private final Visitors visitors;
  private final Optional<Gateway> gateway;
  private final Settings settings;

  /// @param port 0: any free one
  /// @param tls absent: plain HTTP
  /// @param closeGrace how long requests in progress may take when the server is closed
  public record Settings(
      String host, int port, Optional<ServerCertificate> tls, Duration closeGrace) {}

  /// What the server needs from outside.
  ///
  /// @param behind whether this node does not know what is configured; nothing is answered then but
  ///   how it is
  public record Parts(
      Doorkeeper doorkeeper,
      Clients clients,
      Visitors visitors,
      RefusalCounts refusals,
      Budget memory,
      Tasks tasks,
      LongSupplier nanos,
      RandomGenerator dice,
      BooleanSupplier behind) {}

  public Server(Settings settings, Parts parts, Api api) {
    this(settings, parts, api.routes(), Optional.of(api.gateway(parts)));
  }

  Server(Settings settings, Parts parts, List<Route> routes) {
    this(settings, parts, routes, Optional.empty());
  }

  private Server(Settings settings, Parts parts, List<Route> routes, Optional<Gateway> gateway) {
    this.gateway = gateway;
    this.settings = settings;
    this.visitors = parts.visitors();
    var http1 =
        Http1Config.builder()
            .maxPrologueLength(ENGINE_HEAD_BYTES)
            .maxHeadersSize(ENGINE_HEAD_BYTES)
            .sendKeepAliveHeader(false)
            .log(log -> log.sendLog(false).receiveLog(false))
            .buildPrototype();
    this.connections = new Connections(http1, parts);
    var edge = new Edge(new Routes(routes), parts, gateway);
    this.engine = engine(settings, connections, edge);
  }

  private static WebServer engine(Settings settings, Connections connections, Edge edge) {
    var builder =
        WebServer.builder()
            .bindAddress(new InetSocketAddress(settings.host(), settings.port()))
            .addConnectionSelector(connections)
            .connectionOptions(socket -> socket.tcpNoDelay(true))
            .contentEncoding(PackedBodies.context())
            .protocolsDiscoverServices(false)
            .featuresDiscoverServices(false)
            .shutdownHook(false)
            .idleConnectionTimeout(NEVER)
            .shutdownGracePeriod(settings.closeGrace())
            .directHandlers(directHandlers())
            .routing(HttpRouting.builder().any(edge::handle));
    settings.tls().ifPresent(certificate -> builder.tls(certificate.tls()));
    return builder.build();
  }

  private static DirectHandlers directHandlers() {
    var builder = DirectHandlers.builder();
    var head = new Head();
    for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
      builder.addHandler(type, head);
    }
    return builder.build();
  }

  /// Binds the port and answers from then on.
  ///
  /// @throws UncheckedIOException if the address cannot be listened at
  public void start() {
    tryToBind();
    engine.start();
    if (!engine.isRunning()) {
      throw new UncheckedIOException(new BindException("not listening, see the log"));
    }
  }

  /// The engine only logs that it could not bind, so the usual reasons are met here first.
  private void tryToBind() {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(settings.host(), settings.port()));
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /// The port that is bound.
  public int port() {
    return engine.port();
  }

  /// Where a client on this machine finds the server.
  public String address() {
    String scheme = settings.tls().isPresent() ? "https" : "http";
    String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
    return scheme + "://" + host + ":" + port();
  }

  /// Cuts off those that keep us waiting; returns how many they were.
  public int step() {
    visitors.step();
    gateway.ifPresent(Gateway::step);
    return connections.step();
  }

  /// Open connections, idle ones included.
  int connectionCount() {
    return connections.count();
  }

  /// Connections that wait for the rest of a request.
  long waitingInside() {
    return connections.waitingInside();
  }

  /// Connections that wait for a request.
  long waitingIdle() {
    return connections.waitingIdle();
  }

  /// Connections whose clients have not read their answers yet.
  long waitingForReaders() {
    return connections.waitingForReaders();
  }

  /// Takes no new connection, lets running requests finish within the grace, then closes all.
  @Override
  public void close() {
    engine.stop();
  }
}
