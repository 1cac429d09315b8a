package dev.posthouse;

import dev.posthouse.access.Actor;
import dev.posthouse.access.Caller;
import dev.posthouse.access.Role;
import dev.posthouse.access.Tenant;
import dev.posthouse.cli.Commands;
import dev.posthouse.cli.LiveView;
import dev.posthouse.cli.Passing;
import dev.posthouse.cli.Shell;
import dev.posthouse.cli.Words;
import dev.posthouse.config.BulkChanges.Mode;
import dev.posthouse.config.BulkChanges.Unnamed;
import dev.posthouse.config.Endpoint;
import dev.posthouse.config.Signing;
import dev.posthouse.demo.DemoDocument;
import dev.posthouse.demo.SampleReceiver;
import dev.posthouse.demo.Story;
import dev.posthouse.document.Documents;
import dev.posthouse.event.ContentHash;
import dev.posthouse.event.Envelope;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.Origin;
import dev.posthouse.event.Payload;
import dev.posthouse.event.TenantId;
import dev.posthouse.history.EventLine;
import dev.posthouse.history.Happening;
import dev.posthouse.history.Happenings;
import dev.posthouse.json.Json;
import dev.posthouse.net.OwnSockets;
import dev.posthouse.webhooks.Verifier;
import dev.posthouse.webhooks.VerifyingKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;

/// `serve --demo`: a tenant of its own with two webhooks, a receiver in this process, an event
/// every second, and a line on the terminal for every attempt.
final class Demo implements AutoCloseable {
  static final String TENANT = "demo";

  private static final Happening.Filter ALL =
      new Happening.Filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /// Below the data folder.
  static final String FOLDER = "demo";

  static final Duration EVERY = Duration.ofSeconds(1);
  static final Duration LOOK = Duration.ofMillis(100);

  /// Orders count on from one start to the next, roughly.
  private static final int FIRST_ORDER = 1_000;

  private static final int ORDERS = 8_000;

  private final App app;
  private final Shell shell;
  private final LiveView view;
  private final TenantId tenant;
  private final SampleReceiver receiver;
  private final Story story;
  private final Happenings.Reader reader;
  private final ReentrantLock one = new ReentrantLock();
  private final ReentrantLock looking = new ReentrantLock();

  private Demo(App app, Shell shell, SampleReceiver receiver, TenantId tenant)
      throws InterruptedException {
    this.app = app;
    this.shell = shell;
    this.view = new LiveView(shell);
    this.receiver = receiver;
    this.tenant = tenant;
    this.reader = app.happenings.join(tenant, ALL, Optional.empty()).reader();
    int number = FIRST_ORDER + app.around.dice().nextInt(ORDERS);
    this.story = new Story(this::sample, app.around.dice(), number);
  }

  /// Needs the writer to turn.
  static Demo open(App app, OwnSockets own, Shell shell) throws InterruptedException {
    var receiver =
        SampleReceiver.open(
            request -> app.around.tasks().start("sample receiver", request),
            app.around.clock(),
            Thread::sleep);
    own.sampleReceiver(receiver.address());
    var demo = new Demo(app, shell, receiver, tenant(app));
    demo.subscribe(Words.of(shell.variables()).isChinese());
    return demo;
  }

  private static TenantId tenant(App app) throws InterruptedException {
    Optional<TenantId> kept = app.tenants.find(TENANT);
    return kept.isPresent()
        ? kept.get()
        : app.tenants.create(Actor.SYSTEM, TENANT).map(Tenant::id).orElseThrow();
  }

  private void subscribe(boolean chinese) throws InterruptedException {
    var caller = new Caller(tenant, EnumSet.allOf(Role.class), Actor.SYSTEM.who());
    DemoDocument document = DemoDocument.of(chinese, this::hasEndpoint);
    var wish =
        new Documents.Wish(DemoDocument.values(receiver.address()), Unnamed.KEEP, Mode.APPLY);
    app.documents.run(caller, Documents.parse(document.bytes()), wish);
    endpoints().forEach(endpoint -> receiver.trust(endpoint.url().getPath(), verifier(endpoint)));
  }

  private List<Endpoint> endpoints() {
    return app.catalogue.current().endpoints(tenant);
  }

  private boolean hasEndpoint(String name) {
    return endpoints().stream().anyMatch(endpoint -> endpoint.name().equals(name));
  }

  /// The receiver is in the same process, so nobody has to carry its secret there.
  private static Verifier verifier(Endpoint endpoint) {
    return Verifier.of(
        endpoint.signing().keys().stream()
            .map(Signing.Key::secret)
            .map(secret -> VerifyingKey.parse(secret.reveal()))
            .toList());
  }

  void banner(String address, Path folder) {
    say("demo.head", Main.VERSION, address);
    say("demo.what", folder);
    say("demo.try");
    shell.out().println();
    view.head();
  }

  private void say(String key, Object... values) {
    shell.out().println(Commands.say(shell, key, values));
  }

  private JsonNode sample(String type) {
    return app.catalogue.current().eventType(tenant, type).orElseThrow().newest().sample();
  }

  /// Publishes the next event of the story.
  void publish() {
    one.lock();
    try {
      Story.Told told = story.next();
      Instant now = app.around.clock().instant();
      var _ = app.acceptor.accept(tenant, List.of(event(told, now)), false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      one.unlock();
    }
  }

  private NewEvent event(Story.Told told, Instant now) {
    var envelope = new Envelope(told.type(), told.subject(), now, "", "", Map.of());
    var payload = new Payload(Payload.JSON, Json.bytes(told.data()));
    var hash = ContentHash.of(envelope, Optional.of(now), payload);
    return new NewEvent(tenant, new Origin(TENANT, ""), envelope, payload, hash);
  }

  /// Shows what has happened since the last look.
  void look() {
    if (!looking.tryLock()) {
      return;
    }
    try {
      for (Happening happening : reader.look()) {
        switch (happening) {
          case Happening.Accepted accepted -> show(accepted.line());
          case Happening.Tried tried -> view.attempt(passing(tried));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      looking.unlock();
    }
  }

  private void show(EventLine event) {
    if (!event.matched()) {
      view.unsent(event.accepted(), event.type(), event.id().toString());
    }
  }

  private Passing passing(Happening.Tried tried) {
    String endpoint =
        app.catalogue.current().endpoint(tried.endpoint()).map(Endpoint::name).orElse("");
    return new Passing(
        tried.started().plus(tried.timings().total()),
        tried.type(),
        endpoint,
        Passing.End.of(tried.status(), tried.state().word()),
        tried.status() == 0 ? tried.outcome() : Integer.toString(tried.status()),
        tried.timings().total(),
        tried.number(),
        tried.due().orElse(Instant.EPOCH),
        tried.state().word());
  }

  @Override
  public void close() {
    receiver.close();
  }
}
