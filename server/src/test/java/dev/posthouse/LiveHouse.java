package dev.posthouse;

import dev.posthouse.access.Actor;
import dev.posthouse.access.KeyForm;
import dev.posthouse.access.NewKey;
import dev.posthouse.access.Role;
import dev.posthouse.access.Secret;
import dev.posthouse.access.Terms;
import dev.posthouse.deliver.Request;
import dev.posthouse.deliver.Sender;
import dev.posthouse.deliver.Sent;
import dev.posthouse.event.Header;
import dev.posthouse.event.Outcome;
import dev.posthouse.event.TenantId;
import dev.posthouse.net.AddressRules;
import dev.posthouse.net.Inquiries;
import dev.posthouse.net.OwnSockets;
import dev.posthouse.oauth.People;
import dev.posthouse.store.Database;
import dev.posthouse.testing.Databases;
import dev.posthouse.testing.Events;
import dev.posthouse.web.Api;
import dev.posthouse.web.Clients;
import dev.posthouse.web.Need;
import dev.posthouse.web.RefusalCounts;
import dev.posthouse.web.Server;
import dev.posthouse.web.Visitors;
import dev.posthouse.work.Budget;
import dev.posthouse.work.Heavy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole house behind its HTTP API; unless it is given a network, receivers answer what
/// [#answer] says. Every answer of the API is held against the document.
public final class LiveHouse implements AutoCloseable {
  static final String ADMIN = "admin-key-of-the-tests";

  final AtomicInteger answer = new AtomicInteger(200);

  /// Path and body of every request, in order.
  final Queue<String> sent = new ConcurrentLinkedQueue<>();

  final App app;
  final Api api;
  private final Path folder;
  private final Supplier<Database> databases;
  private final Database database;
  private final AtomicLong later = new AtomicLong();
  private final Server server;
  private final Thread writer;
  private final ApiDocument document = new ApiDocument();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private volatile boolean ending;

  /// Whom authorization servers are asked by.
  volatile Inquiries inquiries =
      inquiry -> {
        throw new IOException("there is nobody to ask");
      };

  /// Who comes with tokens of an issuer.
  volatile Optional<People> people = Optional.empty();

  LiveHouse(Databases.Kind kind, Path folder) throws InterruptedException {
    this(kind, folder, Optional.empty());
  }

  /// @param network absent: receivers answer what [#answer] says
  public LiveHouse(Databases.Kind kind, Path folder, Optional<Sender> network)
      throws InterruptedException {
    this(
        Databases.fresh(kind, folder.resolve("data"), InstantSource.system()),
        folder,
        "node",
        network);
  }

  private LiveHouse(
      Supplier<Database> databases, Path folder, String node, Optional<Sender> network)
      throws InterruptedException {
    InstantSource clock = InstantSource.system();
    this.folder = folder;
    this.databases = databases;
    database = databases.get();
    var budget = new Budget(64 << 20);
    var tasks = new VirtualTasks();
    var surroundings =
        new Surroundings(
            clock,
            System::nanoTime,
            new SecureRandom(),
            new Random(1),
            new Events(clock),
            tasks,
            new Heavy(tasks, Runnable::run),
            budget,
            network.orElse(this::send),
            inquiry -> inquiries.ask(inquiry),
            () -> {});
    var addresses = new AddressRules(List.of(), false, OwnSockets.ofThisMachine());
    app =
        new App(
            new App.Installation(
                database,
                node,
                folder,
                new Secret(ADMIN),
                new Secret(""),
                addresses,
                new Config.Retention(Duration.ofDays(30), Optional.empty(), Duration.ofDays(730)),
                100),
            surroundings);
    writer = Thread.ofPlatform().start(this::write);
    app.start();
    api =
        new Api(
            clock,
            surroundings.heavy(),
            app.acceptor::accept,
            new Health(app, () -> false)::now,
            () -> "",
            Need.METRICS,
            app.house());
    server =
        new Server(
            new Server.Settings("127.0.0.1", 0, Optional.empty(), Duration.ofSeconds(1)),
            new Server.Parts(
                shown -> new SignIn(app.access, people, app.failures).authenticate(shown),
                CLIENTS,
                visitors(),
                new RefusalCounts(),
                budget,
                surroundings.tasks(),
                () -> System.nanoTime() + later.get(),
                new Random(1),
                () -> app.journal.behind().isPresent()),
            api);
    server.start();
  }

  /// Another node on the same database; after [#close] the same one, started again.
  ///
  /// @param node its name
  LiveHouse next(String node) throws InterruptedException {
    return next(node, folder);
  }

  /// @param files the folder of its secret key
  LiveHouse next(String node, Path files) throws InterruptedException {
    return new LiveHouse(databases, files, node, Optional.empty());
  }

  /// So much later the server looks for clients that keep it waiting. Returns how many it cuts off.
  int lookForSlowClients(Duration time) {
    later.addAndGet(time.toNanos());
    return server.step();
  }

  String url() {
    return server.address();
  }

  private static final Clients CLIENTS = new Clients(List.of());

  private static Visitors visitors() {
    return new Visitors(CLIENTS, new Visitors.Limits(1_000, 0, Duration.ZERO), System::nanoTime);
  }

  private void write() {
    while (!ending) {
      if (app.writerStep() == 0) {
        try {
          app.ledger.awaitWork(Duration.ofMillis(100));
        } catch (InterruptedException e) {
          return;
        }
      }
    }
  }

  private Sent send(Request request) {
    var body = new ByteArrayOutputStream();
    request.body().forEach(body::writeBytes);
    sent.add(request.url().getPath() + " " + body.toString(StandardCharsets.UTF_8));
    var took = Duration.ofMillis(3);
    var outcome =
        new Outcome.Answered(
            answer.get(),
            List.of(new Header("server", "test")),
            "thanks".getBytes(StandardCharsets.UTF_8),
            6);
    return new Sent(outcome, Duration.ZERO, took, took);
  }

  /// A key of a tenant, without restrictions.
  NewKey key(TenantId tenant, Set<Role> roles) throws InterruptedException {
    return app.keys.create(Actor.SYSTEM, tenant, new KeyForm.Said("key", Terms.of(roles)));
  }

  /// Wakes whose time has come.
  public void tick() {
    app.timerStep();
  }

  /// Attempts that run.
  public int running() {
    return app.dispatcher.running();
  }

  /// Bytes of work in flight.
  public long memory() {
    return app.around.budget().used();
  }

  /// One request, as the admin key for a tenant.
  ///
  /// @param route as in the document, such as `GET /v1/events/{id}`
  public record Ask(
      String route, String id, String query, String body, String key, String ifMatch) {
    public static Ask of(String route) {
      return new Ask(route, "", "", "", ADMIN, "");
    }

    public Ask id(String value) {
      return new Ask(route, value, query, body, key, ifMatch);
    }

    public Ask query(String value) {
      return new Ask(route, id, value, body, key, ifMatch);
    }

    public Ask body(String value) {
      return new Ask(route, id, query, value, key, ifMatch);
    }

    public Ask key(String value) {
      return new Ask(route, id, query, body, value, ifMatch);
    }

    public Ask ifMatch(String value) {
      return new Ask(route, id, query, body, key, value);
    }
  }

  /// @param status the one that is expected
  public JsonNode ask(int status, Ask ask) throws IOException, InterruptedException {
    HttpResponse<String> response = response(ask);
    if (response.statusCode() != status) {
      throw new AssertionError(ask + " → " + response.statusCode() + " " + response.body());
    }
    document.check(ask.route(), response);
    return response.body().isEmpty()
        ? JsonMapper.shared().nullNode()
        : JsonMapper.shared().readTree(response.body());
  }

  public HttpResponse<String> response(Ask ask) throws IOException, InterruptedException {
    String[] parts = ask.route().split(" ", 2);
    var request =
        HttpRequest.newBuilder(
                URI.create(
                    server.address()
                        + parts[1].replace("{id}", ask.id()).replace("{name}", ask.id())
                        + ask.query()))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + ask.key())
            .header("Content-Type", "application/json")
            .method(parts[0], BodyPublishers.ofString(ask.body()));
    if (!ask.ifMatch().isEmpty()) {
      request.header("If-Match", ask.ifMatch());
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    client.close();
    server.close();
    app.dispatcher.stop();
    try {
      boolean idle = app.dispatcher.awaitIdle(Duration.ofSeconds(5));
      ending = true;
      writer.join();
      if (!idle) {
        throw new IllegalStateException("attempts still run");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    app.ledger.close();
    database.close();
  }
}
