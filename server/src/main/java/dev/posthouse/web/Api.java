package dev.posthouse.web;

import dev.posthouse.accept.Baseline;
import dev.posthouse.accept.Replay;
import dev.posthouse.access.KeyRotation;
import dev.posthouse.access.Keys;
import dev.posthouse.access.SignInFailures;
import dev.posthouse.access.Tenants;
import dev.posthouse.bulk.Jobs;
import dev.posthouse.config.Catalogue;
import dev.posthouse.config.EndpointChanges;
import dev.posthouse.config.EventTypeChanges;
import dev.posthouse.config.Holds;
import dev.posthouse.config.PublicKeys;
import dev.posthouse.config.Revisions;
import dev.posthouse.config.Standings;
import dev.posthouse.config.SubscriptionChanges;
import dev.posthouse.config.Verification;
import dev.posthouse.deliver.Certificates;
import dev.posthouse.deliver.Dispatcher;
import dev.posthouse.deliver.Interventions;
import dev.posthouse.deliver.TestSend;
import dev.posthouse.document.Documents;
import dev.posthouse.explain.Explain;
import dev.posthouse.explain.Preview;
import dev.posthouse.explain.Retrospect;
import dev.posthouse.explain.Samples;
import dev.posthouse.history.Happenings;
import dev.posthouse.history.History;
import dev.posthouse.history.Statistics;
import dev.posthouse.receive.Receiver;
import dev.posthouse.receive.Sources;
import dev.posthouse.shopify.Shopify;
import dev.posthouse.store.Backlog;
import dev.posthouse.work.Heavy;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Everything that can be asked over HTTP, and whom it is asked of.
public record Api(
    InstantSource clock,
    Heavy heavy,
    Publisher publisher,
    Supplier<Readiness> readiness,
    Supplier<String> metrics,
    Need metricsNeed,
    House house) {

  /// Whom configuration and history are asked of.
  public record House(
      Catalogue catalogue,
      EndpointChanges endpoints,
      SubscriptionChanges subscriptions,
      EventTypeChanges eventTypes,
      Documents documents,
      Audit audit,
      Tenants tenants,
      Keys keys,
      KeyRotation rotation,
      PublicKeys publicKeys,
      History history,
      Statistics statistics,
      Happenings happenings,
      Interventions interventions,
      Dispatcher dispatcher,
      Backlog backlog,
      TestSend test,
      Replay replay,
      Baseline baseline,
      Jobs jobs,
      Holds holds,
      Explain explain,
      Retrospect retrospect,
      Preview preview,
      Certificates certificates,
      Standings standings,
      Receiving receiving) {}

  /// Whom sources, requests to them, and the shops behind them are asked of.
  public record Receiving(Sources sources, Receiver receiver, Shopify shopify) {}

  /// Whom the record of changes is asked of.
  public record Audit(Revisions revisions, Verification verification, SignInFailures failures) {}

  List<Route> routes() {
    var routes = new ArrayList<Route>();
    routes.addAll(new EventsApi(publisher, heavy, clock).routes());
    var replays = new ReplaysApi(house.jobs(), house.catalogue(), house.history(), clock);
    routes.addAll(replays.routes());
    routes.addAll(new ErasuresApi(house.jobs()).routes());
    routes.addAll(routes(house, replays));
    routes.addAll(new StatsApi(house.statistics(), clock).routes());
    routes.addAll(new StreamApi(house.happenings(), clock).routes());
    routes.addAll(new ConfigApi(house.documents(), heavy).routes());
    var samples = new Samples(house.catalogue(), clock);
    routes.addAll(new BaselineApi(house.baseline(), heavy, clock).routes());
    routes.addAll(new PreviewApi(house.preview(), heavy, samples).routes());
    routes.addAll(new OperationsApi(readiness, metrics, metricsNeed).routes());
    return List.copyOf(routes);
  }

  Gateway gateway(Server.Parts parts) {
    return new Gateway(house.receiving().receiver(), parts.clients(), parts.nanos());
  }

  /// Every method and path that is served, such as `GET /v1/events/{id}`.
  public List<String> addresses() {
    return routes().stream().map(r -> r.method() + " " + r.path()).toList();
  }

  private static List<Route> routes(House house, ReplaysApi replays) {
    var work =
        new EndpointWork(
            house.dispatcher(),
            house.backlog(),
            house.test(),
            replays,
            house.certificates(),
            house.standings(),
            new HoldStatus(house.holds(), house.history()));
    var routes = new ArrayList<Route>();
    routes.addAll(
        new EventHistoryApi(
                house.history(),
                house.replay(),
                new FieldSearch(house.catalogue(), house.tenants()))
            .routes());
    routes.addAll(new AttemptsApi(house.history(), house.retrospect()).routes());
    routes.addAll(new ExplainApi(house.history(), house.explain()).routes());
    routes.addAll(new EndpointsApi(house.catalogue(), house.endpoints(), work).routes());
    routes.addAll(
        new SubscriptionsApi(house.catalogue(), house.subscriptions(), work.holds()).routes());
    routes.addAll(
        new SourcesApi(house.receiving().sources(), house.receiving().receiver()).routes());
    routes.addAll(new ShopifyApi(house.receiving().shopify(), house.tenants()).routes());
    routes.addAll(new InstallApi(house.receiving().shopify().install()).routes());
    routes.addAll(new EventTypesApi(house.catalogue(), house.eventTypes()).routes());
    routes.addAll(new DeliveriesApi(house.history(), house.interventions()).routes());
    routes.addAll(
        new RevisionsApi(house.audit().revisions(), house.audit().verification()).routes());
    routes.addAll(new SignInFailuresApi(house.audit().failures()).routes());
    routes.addAll(
        new TenantsApi(house.tenants(), house.keys(), house.catalogue(), house.receiving())
            .routes());
    routes.addAll(new KeysApi(house.keys()).routes());
    routes.addAll(new SecretKeyApi(house.rotation()).routes());
    routes.addAll(new WellKnownApi(house.publicKeys(), house.tenants()).routes());
    return routes;
  }
}
