package dev.posthouse.web;

import dev.posthouse.accept.Acceptance;
import dev.posthouse.access.Authentication;
import dev.posthouse.access.Caller;
import dev.posthouse.access.Publishing;
import dev.posthouse.access.Role;
import dev.posthouse.access.Shown;
import dev.posthouse.event.EventId;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.TenantId;
import dev.posthouse.work.Budget;
import dev.posthouse.work.Heavy;
import dev.posthouse.work.Tasks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The real server on a free port, with a publisher that remembers and a time that is set by hand.
final class TestServer implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-03-01T09:30:00Z");
  static final TenantId TENANT = new TenantId(7);

  final List<NewEvent> published = new CopyOnWriteArrayList<>();
  final AtomicLong nanos = new AtomicLong();
  final Budget memory = new Budget(64 << 20);
  final RefusalCounts refusals = new RefusalCounts();
  final Server server;
  final Visitors visitors;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Publisher publisher = this::accept;
  private volatile Doorkeeper doorkeeper = TestServer::authenticate;
  Readiness readiness = new Readiness(List.of(), Duration.ofMillis(1500));

  TestServer() {
    this(Optional.empty());
  }

  TestServer(Optional<ServerCertificate> tls) {
    this(tls, new Clients(List.of()), new Visitors.Limits(20_000, 0, Duration.ZERO));
  }

  TestServer(Optional<ServerCertificate> tls, Clients clients, Visitors.Limits limits) {
    var tasks = new Threads();
    visitors = new Visitors(clients, limits, nanos::get);
    var parts =
        new Server.Parts(
            shown -> doorkeeper.authenticate(shown),
            clients,
            visitors,
            refusals,
            memory,
            tasks,
            nanos::get,
            new Random(1),
            () -> false);
    var routes = new ArrayList<Route>();
    routes.addAll(
        new EventsApi(
                (tenant, events, atomic) -> publisher.accept(tenant, events, atomic),
                new Heavy(tasks, Runnable::run),
                InstantSource.fixed(NOW))
            .routes());
    routes.addAll(
        new OperationsApi(() -> readiness, () -> "# nothing counted\n", Need.METRICS).routes());
    server =
        new Server(new Server.Settings("127.0.0.1", 0, tls, Duration.ofSeconds(5)), parts, routes);
    server.start();
  }

  void publisher(Publisher other) {
    publisher = other;
  }

  void doorkeeper(Doorkeeper other) {
    doorkeeper = other;
  }

  private Acceptance accept(TenantId tenant, List<NewEvent> events, boolean atomic) {
    var results = new ArrayList<Acceptance.Result>();
    for (NewEvent event : events) {
      published.add(event);
      results.add(new Acceptance.Result.New(new EventId(published.size()), 2));
    }
    return new Acceptance.Accepted(results);
  }

  /// `all` may everything, `read` only that, `admin` is the admin key.
  private static Authentication authenticate(Shown shown) {
    Optional<String> tenant = shown.tenant();
    if (tenant.isPresent() && !tenant.get().equals("default")) {
      return new Authentication.UnknownTenant(tenant.get());
    }
    return switch (shown.bearer()) {
      case "all" -> granted(EnumSet.allOf(Role.class), false);
      case "read" -> granted(Set.of(Role.READ), false);
      case "admin" -> granted(EnumSet.allOf(Role.class), true);
      default -> new Authentication.Refused();
    };
  }

  private static Authentication granted(Set<Role> roles, boolean admin) {
    var from = InetAddress.getLoopbackAddress();
    var caller = new Caller(TENANT, roles, "test", admin, from, Publishing.ANYTHING, List.of());
    return new Authentication.Granted(caller, () -> true);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.address() + path))
        .header("Authorization", "Bearer all")
        .timeout(Duration.ofSeconds(60));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String type, String body)
      throws IOException, InterruptedException {
    return send(
        request(path).header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  /// Sends bytes as they are, ends the stream, and reads until the server closes.
  String raw(String text) throws IOException {
    try (Socket socket = socket()) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  Socket socket() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(30_000);
    return socket;
  }

  /// Lets `time` pass once the server waits for the rest of a request, and cuts that off.
  void stall(Duration time) {
    until(() -> server.waitingInside() == 1);
    nanos.addAndGet(time.toNanos());
    server.step();
  }

  /// Lets `time` pass once the server waits for a request, and cuts that off.
  void idle(Duration time) {
    until(() -> server.waitingIdle() == 1);
    nanos.addAndGet(time.toNanos());
    server.step();
  }

  static void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  static JsonNode json(HttpResponse<String> response) {
    return JsonMapper.shared().readTree(response.body());
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }

  /// Real threads, as the product has them.
  static final class Threads implements Tasks {
    @Override
    public void start(String name, Runnable task) {
      Thread.ofVirtual().name(name).start(task);
    }

    @Override
    public <T> T await(CompletableFuture<T> result) {
      return result.join();
    }
  }
}
