package dev.posthouse;

import com.github.f4b6a3.tsid.TsidFactory;
import dev.posthouse.access.Secret;
import dev.posthouse.config.Endpoint;
import dev.posthouse.deliver.HttpSender;
import dev.posthouse.event.Ids;
import dev.posthouse.net.AddressRules;
import dev.posthouse.net.GuardedInquiries;
import dev.posthouse.net.Outgoing;
import dev.posthouse.net.OwnSockets;
import dev.posthouse.net.Resolver;
import dev.posthouse.oauth.People;
import dev.posthouse.store.DataFolder;
import dev.posthouse.store.Database;
import dev.posthouse.store.PostgresDatabase;
import dev.posthouse.store.SqliteDatabase;
import dev.posthouse.store.StoreException;
import dev.posthouse.web.Api;
import dev.posthouse.web.Clients;
import dev.posthouse.web.Need;
import dev.posthouse.web.RefusalCounts;
import dev.posthouse.web.Server;
import dev.posthouse.web.ServerCertificate;
import dev.posthouse.web.Visitors;
import dev.posthouse.work.Budget;
import dev.posthouse.work.Heavy;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server as a process: opens the data, starts the threads that turn the parts, listens, and
/// ends in good order when asked to.
final class Serve {
  private static final Logger LOG = LoggerFactory.getLogger(Serve.class);

  /// A quarter of the heap for bodies in flight.
  private static final int HEAP_SHARE = 4;

  /// How long a wait without work may last; only a bound, for work wakes its waiter.
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private static final Duration SLOW_CLIENTS_EVERY = Duration.ofMillis(500);

  /// How soon it is noticed that another node has changed something: deleted a key, for instance.
  private static final Duration FOLLOW_EVERY = Duration.ofSeconds(1);

  /// How soon a new certificate of the listener is noticed.
  private static final Duration CERTIFICATE_EVERY = Duration.ofSeconds(10);

  private final Config config;
  private final SecureRandom random = new SecureRandom();
  private final Threads threads = new Threads();
  private final Loop.Bell timerBell = new Loop.Bell();
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile boolean stopping;
  private volatile @Nullable Demo demo;

  /// Something outside keeps the server from starting; the message says what to do.
  static final class CannotStart extends RuntimeException {
    private static final long serialVersionUID = 1;

    CannotStart(String message, Throwable cause) {
      super(message, cause);
    }
  }

  Serve(Config config) {
    this.config = config;
  }

  /// Serves until a signal says to stop. Returns the exit code.
  int run() throws InterruptedException {
    Logs.level(config.logLevel());
    try (var folder = DataFolder.open(config.data());
        Database database = database(folder)) {
      var own = OwnSockets.ofThisMachine();
      var addresses =
          new AddressRules(
              config.addresses().networks(), config.addresses().privateNetworks(), own);
      try (var outgoing =
          new Outgoing(
              addresses, Resolver.SYSTEM, threads.lookups(), threads.timer(), System::nanoTime)) {
        serve(folder, database, addresses, outgoing);
      }
    } finally {
      threads.close();
    }
    return 0;
  }

  private void serve(
      DataFolder folder, Database database, AddressRules addresses, Outgoing outgoing)
      throws InterruptedException {
    var files = new KeyFiles(folder.path(), random);
    KeyFiles.AdminKey admin = files.adminKey(config.keys().admin());
    var installation =
        new App.Installation(
            database,
            files.node(),
            folder.path(),
            admin.key(),
            config.keys().secret().orElse(new Secret("")),
            addresses,
            config.retention(),
            config.concurrency());
    var app = new App(installation, surroundings(outgoing));
    Loop writer = Loop.start("writer", () -> turnWriter(app));
    app.start();
    Loop timer = Loop.start("timer", () -> turnTimer(app));
    Server server = listen(app, signIn(app), addresses.own());
    threads.every(SLOW_CLIENTS_EVERY, server::step);
    threads.every(
        Housekeeping.EVERY, () -> app.around.tasks().start("housekeeping", () -> keep(app)));
    if (database.shared()) {
      threads.every(FOLLOW_EVERY, () -> app.around.tasks().start("follow", () -> follow(app)));
    }
    Signals.onStop(this::askToStop);
    files.keep(admin);
    RunningServer.here(server.address(), config.demo() ? Demo.TENANT : "").note(folder.path());
    welcome(app, server, admin, addresses.own());
    stop.await();
    RunningServer.forget(folder.path());
    end(app, server, new Loops(writer, timer));
  }

  private void welcome(App app, Server server, KeyFiles.AdminKey admin, OwnSockets own)
      throws InterruptedException {
    if (!config.demo()) {
      new Banner(config, server.address(), admin).print(System.out);
      return;
    }
    Demo opened = Demo.open(app, own, OwnShell.open());
    opened.banner(server.address(), config.data());
    demo = opened;
    threads.every(Demo.EVERY, () -> app.around.tasks().start("demo", opened::publish));
    threads.every(Demo.LOOK, () -> app.around.tasks().start("demo", opened::look));
  }

  private record Loops(Loop writer, Loop timer) {}

  private Database database(DataFolder folder) {
    return config
        .databaseUrl()
        .<Database>map(url -> PostgresDatabase.open(url.reveal()))
        .orElseGet(
            () -> SqliteDatabase.open(folder.path(), threads.readers(), InstantSource.system()));
  }

  private Surroundings surroundings(Outgoing outgoing) {
    var tsids = TsidFactory.builder().withRandomFunction(() -> threads.dice().nextInt()).build();
    Ids ids = () -> tsids.create().toLong();
    var tasks = new VirtualTasks();
    return new Surroundings(
        InstantSource.system(),
        System::nanoTime,
        random,
        threads.dice(),
        ids,
        tasks,
        new Heavy(tasks, threads.heavy()),
        new Budget(Runtime.getRuntime().maxMemory() / HEAP_SHARE),
        new HttpSender(outgoing),
        new GuardedInquiries(outgoing),
        timerBell::ring);
  }

  private static void turnWriter(App app) throws InterruptedException {
    if (app.writerStep() == 0) {
      app.ledger.awaitWork(LONGEST_WAIT);
    } else {
      app.ledger.gather();
    }
  }

  private void turnTimer(App app) throws InterruptedException {
    app.timerStep();
    Instant now = app.around.clock().instant();
    Instant wake = Bulk.nextWake(app).orElse(Instant.MAX);
    boolean far = wake.isAfter(now.plus(LONGEST_WAIT));
    timerBell.await(
        far ? LONGEST_WAIT.toNanos() : Math.max(0, Duration.between(now, wake).toNanos()));
  }

  private static void keep(App app) {
    try {
      app.housekeepingStep();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// What other nodes have changed is in force here, too.
  private static void follow(App app) {
    try {
      app.happenings.glance();
      if (app.journal.follow()) {
        LOG.info("configuration result=followed");
      }
    } catch (StoreException e) {
      if (app.journal.behind().isEmpty()) { // else that is told once
        LOG.warn("configuration result=not_followed why={}", e.getMessage());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private SignIn signIn(App app) {
    Surroundings around = app.around;
    var outside =
        new People.Outside(around.inquiries(), around.tasks(), around.clock(), around.nanos());
    return new SignIn(
        app.access,
        config.issuer().map(issuer -> new People(issuer, app.tenants, outside)),
        app.failures);
  }

  private Server listen(App app, SignIn signIn, OwnSockets own) {
    var readiness = new Health(app, () -> stopping);
    var refusals = new RefusalCounts();
    Config.Listener listener = config.listener();
    var clients = new Clients(listener.trustedProxies());
    var visitors = new Visitors(clients, listener.limits(), app.around.nanos());
    Optional<ServerCertificate> certificate = certificate(app);
    var metrics = new Metrics(app, refusals);
    metrics.listener(visitors, certificate);
    var api =
        new Api(
            app.around.clock(),
            app.around.heavy(),
            app.acceptor::accept,
            readiness::now,
            metrics::text,
            listener.scraping().open() ? Need.NOTHING : Need.METRICS,
            app.house());
    var settings =
        new Server.Settings(listener.host(), listener.port(), certificate, Duration.ofSeconds(5));
    var parts =
        new Server.Parts(
            new MetricsDoor(signIn, listener.scraping().key()),
            clients,
            visitors,
            refusals,
            app.around.budget(),
            app.around.tasks(),
            app.around.nanos(),
            app.around.dice(),
            () -> app.journal.behind().isPresent());
    var server = new Server(settings, parts, api);
    if (settings.port() != 0) {
      own.listening(new InetSocketAddress(settings.host(), settings.port()));
    }
    try {
      server.start();
    } catch (UncheckedIOException e) {
      throw new CannotStart(
          "cannot listen on "
              + settings.host()
              + ":"
              + settings.port()
              + " ("
              + e.getMessage()
              + "): is another program there? Choose another port with --port",
          e);
    }
    own.listening(new InetSocketAddress(settings.host(), server.port()));
    return server;
  }

  /// Watched from now on.
  private Optional<ServerCertificate> certificate(App app) {
    Optional<ServerCertificate> certificate =
        config.listener().tls().map(files -> certificate(files, app.around.clock()));
    certificate.ifPresent(read ->
        threads.every(
            CERTIFICATE_EVERY, () -> app.around.tasks().start("certificate", read::step)));
    return certificate;
  }

  private static ServerCertificate certificate(Config.Tls files, InstantSource clock) {
    try {
      return ServerCertificate.read(files.certificate(), files.key(), clock);
    } catch (IllegalArgumentException e) {
      throw new CannotStart(String.valueOf(e.getMessage()), e);
    }
  }

  private void askToStop() {
    stopping = true;
    stop.countDown();
  }

  /// No new work, then what runs, then what is to be written, then the rest.
  private void end(App app, Server server, Loops loops) throws InterruptedException {
    Duration longest = config.stopTimeout().orElseGet(() -> longestTimeout(app));
    LOG.info("stopping running={} wait_at_most={}", app.dispatcher.running(), longest);
    app.dispatcher.stop();
    server.close();
    loops.timer().end();
    timerBell.ring();
    if (!app.dispatcher.awaitIdle(longest.plusSeconds(1))) {
      LOG.warn("stopping result=cut_short running={}", app.dispatcher.running());
    }
    loops.writer().end();
    app.ledger.refuseMore();
    loops.writer().join();
    while (!app.ledger.idle() && app.ledger.writable()) {
      app.writerStep();
    }
    app.ledger.close();
    if (demo != null) {
      demo.close();
    }
    LOG.info("stopped");
  }

  private static Duration longestTimeout(App app) {
    return app.catalogue.current().endpoints().values().stream()
        .map(Endpoint::timeout)
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }
}
