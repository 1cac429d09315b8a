package dev.posthouse;

import dev.posthouse.accept.Acceptor;
import dev.posthouse.accept.Baseline;
import dev.posthouse.accept.InvalidCounts;
import dev.posthouse.accept.Notices;
import dev.posthouse.accept.Replay;
import dev.posthouse.accept.Routes;
import dev.posthouse.access.Access;
import dev.posthouse.access.KeyRotation;
import dev.posthouse.access.Keys;
import dev.posthouse.access.Secret;
import dev.posthouse.access.SignInFailures;
import dev.posthouse.access.Tenants;
import dev.posthouse.access.Vault;
import dev.posthouse.config.Auth;
import dev.posthouse.config.BulkChanges;
import dev.posthouse.config.Catalogue;
import dev.posthouse.config.Drafts;
import dev.posthouse.config.EndpointChanges;
import dev.posthouse.config.EventTypeChanges;
import dev.posthouse.config.Holds;
import dev.posthouse.config.Journal;
import dev.posthouse.config.Past;
import dev.posthouse.config.PublicKeys;
import dev.posthouse.config.RevisionRetention;
import dev.posthouse.config.Revisions;
import dev.posthouse.config.Snapshot;
import dev.posthouse.config.SourceBook;
import dev.posthouse.config.Standing;
import dev.posthouse.config.Standings;
import dev.posthouse.config.SubscriptionChanges;
import dev.posthouse.config.Terms;
import dev.posthouse.config.Verification;
import dev.posthouse.deliver.Certificates;
import dev.posthouse.deliver.Dispatcher;
import dev.posthouse.deliver.Interventions;
import dev.posthouse.deliver.Job;
import dev.posthouse.deliver.Outside;
import dev.posthouse.deliver.TestSend;
import dev.posthouse.deliver.Work;
import dev.posthouse.document.Documents;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.explain.Explain;
import dev.posthouse.explain.Preview;
import dev.posthouse.explain.Recent;
import dev.posthouse.explain.Retrospect;
import dev.posthouse.explain.Room;
import dev.posthouse.history.Happenings;
import dev.posthouse.history.History;
import dev.posthouse.history.Statistics;
import dev.posthouse.net.AddressRules;
import dev.posthouse.oauth.Wallet;
import dev.posthouse.route.Router;
import dev.posthouse.store.Database;
import dev.posthouse.store.Deliveries;
import dev.posthouse.store.Ledger;
import dev.posthouse.store.Limits;
import dev.posthouse.store.StatRollUp;
import dev.posthouse.store.StoreException;
import dev.posthouse.store.WriterCounts;
import dev.posthouse.web.Api;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The parts and how they hang together. Turned from outside: one thread calls [#writerStep], one
/// [#timerStep], one [#housekeepingStep] now and then; [#start] begins when the first one turns.
final class App {
  private static final Logger LOG = LoggerFactory.getLogger(App.class);

  final Surroundings around;
  final WriterCounts writes = new WriterCounts();
  final InvalidCounts invalid = new InvalidCounts();
  final Ledger ledger;
  final Deliveries deliveries;
  final Tenants tenants;
  final Keys keys;
  final SignInFailures failures;
  final Access access;
  final KeyRotation rotation;
  private final Removals removals;
  final Wallet tokens;
  final Catalogue catalogue;
  final Standings standings;
  final Holds holds;
  final Notices notices;
  final Journal journal;
  final EndpointChanges endpoints;
  final SubscriptionChanges subscriptions;
  final EventTypeChanges eventTypes;
  final Documents documents;
  final Router router;
  final Receiving receiving;
  final Outside outside;
  final Dispatcher dispatcher;
  final Acceptor acceptor;
  final Interventions interventions;
  final Replay replay;
  final Bulk bulk;
  final TestSend testSend;
  final History history;
  final Happenings happenings;
  final Explain explain;
  final Preview preview;
  final Certificates certificates;
  final Housekeeping housekeeping;

  /// What an installation is, beside its surroundings.
  ///
  /// @param node the name of this node, the same at each start
  /// @param folder where the key of secrets is kept unless `secretKey` says it
  record Installation(
      Database database,
      String node,
      Path folder,
      Secret adminKey,
      Secret secretKey,
      AddressRules addresses,
      Config.Retention retention,
      int concurrency) {}

  App(Installation installation, Surroundings around) {
    this.around = around;
    Database database = installation.database();
    ledger =
        Ledger.open(
            new Ledger.Parts(database, around.clock(), around.nanos(), writes, Limits.DEFAULT),
            installation.node(),
            around.ids().next());
    deliveries = new Deliveries(ledger, around.clock());
    removals = new Removals(deliveries, around.tasks());
    Vault vault =
        Vault.open(ledger, installation.folder(), installation.secretKey(), around.random());
    tokens = new Wallet(Wiring.wallet(this, vault));
    catalogue = new Catalogue(ledger, vault);
    router = new Router();
    standings = new Standings(ledger, around.tasks());
    notices = notices();
    journal = journal(vault);
    rotation = new KeyRotation(ledger, journal, around.tasks(), vault);
    tenants = new Tenants(ledger, journal, around.ids(), around.clock(), around.nanos());
    keys = new Keys(Wiring.keys(this), around.random());
    failures = new SignInFailures(ledger, around.tasks(), around.clock());
    access = new Access(installation.adminKey(), tenants, keys);
    journal.onDoubt(tenants::load);
    journal.onDoubt(keys::load);
    holds = new Holds(ledger, journal, around.clock());
    journal.onDoubt(holds::load);
    endpoints = endpoints(installation);
    subscriptions = new SubscriptionChanges(journal, around.ids());
    eventTypes = new EventTypeChanges(journal, around.ids());
    outside = outside(terms(installation), Work.of(ledger, this::drop));
    dispatcher =
        new Dispatcher(
            outside,
            new Dispatcher.Limits(installation.concurrency(), Dispatcher.Limits.DEFAULT.payload()),
            around.wakeTimer());
    acceptor = new Acceptor(Wiring.acceptor(this));
    receiving = Receiving.of(Wiring.receiving(this, vault));
    documents = documents(installation);
    interventions = new Interventions(deliveries, outside.directory(), dispatcher, around.tasks());
    replay = new Replay(router, ledger, dispatcher, deliveries, around.tasks(), around.ids());
    testSend = new TestSend(outside);
    certificates =
        new Certificates(
            around.sender(), () -> catalogue.current().endpoints().values(), around.clock());
    history = new History(ledger, catalogue, holds, around.nanos(), around.clock());
    happenings = new Happenings(ledger, around.tasks(), around.clock());
    var room = new Room(around.heavy(), around.budget());
    explain = new Explain(catalogue, new Past(ledger), history, room, around.nanos());
    preview = preview(room);
    bulk = new Bulk(this, room, installation.retention());
    housekeeping =
        new Housekeeping(
            ledger,
            Wiring.slices(this, database),
            around,
            new Housekeeping.Keeping(bulk.retaining::longest, bulk.retaining::run),
            chores(installation),
            rotation);
  }

  private EndpointChanges endpoints(Installation installation) {
    return new EndpointChanges(
        journal,
        around.ids(),
        around.clock(),
        around.random(),
        terms(installation),
        removals::removed);
  }

  private Outside outside(Terms terms, Work work) {
    return new Outside(
        work,
        new ConfiguredDirectory(
            catalogue, endpoints, terms, new Paused(holds, deliveries, around.tasks())),
        notices,
        around.sender(),
        tokens,
        around.tasks(),
        around.heavy(),
        around.budget(),
        around.clock(),
        around.dice(),
        around.ids());
  }

  private Housekeeping.Chores chores(Installation installation) {
    var revisions = new RevisionRetention(ledger, journal);
    return new Housekeeping.Chores(
        bulk::freed,
        this::sweep,
        this::storeCounts,
        () -> revisions.drop(around.clock().instant().minus(installation.retention().audit())));
  }

  private void storeCounts() throws InterruptedException {
    keys.storeUses();
    failures.store();
    happenings.clearUp();
    receiving.step();
    bulk.everyMinute();
  }

  private Notices notices() {
    return new Notices(
        new Routes(router, around.ids(), Wiring.indexing(this)),
        catalogue::current,
        standings,
        around.clock());
  }

  private Journal journal(Vault vault) {
    return new Journal(
        ledger,
        around.tasks(),
        around.clock(),
        catalogue,
        vault,
        new Journal.Health(standings, notices));
  }

  private Documents documents(Installation installation) {
    SourceBook book = receiving.sources().book();
    var changes =
        new BulkChanges(
            journal, around.ids(), around.random(), terms(installation), removals::removed, book);
    return new Documents(catalogue, changes, book);
  }

  private Terms terms(Installation installation) {
    return new Terms(installation.addresses()::warningFor, tenants::policy, around.clock());
  }

  private Preview preview(Room room) {
    return new Preview(
        new Preview.Parts(
            new Drafts(catalogue, around.random()),
            new Recent(history, room, around.clock(), around.nanos()),
            room,
            around.ids(),
            around.clock()));
  }

  /// Reads the configuration, puts it in force and takes up all open work. Blocks; needs the writer
  /// to turn.
  void start() throws InterruptedException {
    var _ = journal.follow();
    tenants.start();
    keys.load();
    receiving.load();
    tokens.load();
    catalogue.onChange(this::changed);
    catalogue.load();
    standings.load();
    standings.all().forEach(this::restore);
    rotation.resume();
    ledger.onRecovered(() -> around.tasks().start("recover", this::recovered));
    ledger.lease().onLapsed(dispatcher::forget);
    ledger.onOpened(opened ->
        dispatcher.handOver(opened.stream().map(o -> Job.of(o.delivery(), o.event())).toList()));
    bulk.start();
    dispatcher.recover();
  }

  private void restore(Standing standing) {
    if (standing.state() == Standing.State.FAILING) {
      dispatcher.failing(standing.endpoint(), standing.tenant(), standing.since());
    }
  }

  /// Whom the API asks for configuration and history.
  Api.House house() {
    return new Api.House(
        catalogue,
        endpoints,
        subscriptions,
        eventTypes,
        documents,
        new Api.Audit(new Revisions(ledger), new Verification(ledger, journal), failures),
        tenants,
        keys,
        rotation,
        new PublicKeys(catalogue, around.clock()),
        history,
        new Statistics(ledger, around.clock()),
        happenings,
        interventions,
        dispatcher,
        ledger.backlog(),
        testSend,
        replay,
        new Baseline(catalogue, ledger, around.tasks(), around.heavy()),
        bulk.jobs,
        holds,
        explain,
        new Retrospect(
            catalogue, new Past(ledger), history, new Room(around.heavy(), around.budget())),
        preview,
        certificates,
        standings,
        receiving.api());
  }

  /// The database writes again: first what is in force, then what is open.
  private void recovered() {
    try {
      settleDoubts();
      dispatcher.rescan();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// If the configuration cannot be read yet, housekeeping comes back to it.
  private void settleDoubts() throws InterruptedException {
    try {
      journal.settleDoubts();
    } catch (StoreException e) {
      LOG.warn("configuration result=not_read why={}", e.getMessage());
    }
  }

  int writerStep() {
    return ledger.step();
  }

  int timerStep() {
    return dispatcher.step() + bulk.step();
  }

  /// A node that is behind keeps its lease no longer: others take what it has.
  void housekeepingStep() throws InterruptedException {
    settleDoubts();
    if (journal.behind().isEmpty()) {
      housekeeping.step();
    }
  }

  private volatile Snapshot inForce = Snapshot.EMPTY;

  /// In force before the change is answered: first the routes, then the lanes of what is different.
  private void changed(Snapshot snapshot) {
    Snapshot before = inForce;
    inForce = snapshot;
    router.replace(snapshot);
    keepTokens(snapshot);
    Set<EndpointId> either = new HashSet<>(snapshot.endpoints().keySet());
    either.addAll(before.endpoints().keySet());
    either.stream()
        .filter(id -> !snapshot.endpoint(id).equals(before.endpoint(id)))
        .forEach(dispatcher::endpointChanged);
  }

  private void keepTokens(Snapshot snapshot) {
    tokens.keep(
        id -> snapshot.endpoint(id).filter(e -> e.auth() instanceof Auth.OAuth2).isPresent());
  }

  /// A delivery that was marked to be cancelled was not sent.
  private void drop(OpenDelivery marked) {
    var _ = deliveries.drop(marked);
  }

  /// Finds what removals left behind, and open work that no lane knows of: a commit that was
  /// thought lost may have come true long after the look that followed the outage.
  private void sweep() throws InterruptedException {
    new StatRollUp(ledger, around.tasks()).run(around.clock().instant());
    bulk.clearing.run();
    removals.sweep(() -> catalogue.current().endpoints().keySet());
    keepTokens(catalogue.current());
    dispatcher.rescan();
    certificates.warn();
  }
}
