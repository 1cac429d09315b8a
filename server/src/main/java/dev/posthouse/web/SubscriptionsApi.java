package dev.posthouse.web;

import static dev.posthouse.web.Resources.match;

import dev.posthouse.config.Catalogue;
import dev.posthouse.config.Hold;
import dev.posthouse.config.Subscription;
import dev.posthouse.config.SubscriptionChanges;
import dev.posthouse.config.SubscriptionForm;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.SubscriptionId;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// `/v1/subscriptions`: what to send.
final class SubscriptionsApi {
  private static final String ALL = "/v1/subscriptions";
  private static final String ONE = "/v1/subscriptions/{id}";

  private final Catalogue catalogue;
  private final SubscriptionChanges changes;
  private final HoldStatus holds;
  private final Resources<Subscription> resources;

  SubscriptionsApi(Catalogue catalogue, SubscriptionChanges changes, HoldStatus holds) {
    this.catalogue = catalogue;
    this.changes = changes;
    this.holds = holds;
    resources = new Resources<>(this::form, Subscription::revision);
  }

  List<Route> routes() {
    return List.of(
        new Route("POST", ALL, Need.MANAGE, this::create),
        new Route("GET", ALL, Need.READ, this::list),
        new Route("GET", ONE, Need.READ, this::read),
        new Route("PUT", ONE, Need.MANAGE, this::replace),
        new Route("PATCH", ONE, Need.MANAGE, this::patch),
        new Route("DELETE", ONE, Need.MANAGE, this::delete),
        new Route("POST", ONE + "/pause", Need.MANAGE, this::pause),
        new Route("POST", ONE + "/release", Need.MANAGE, this::release));
  }

  private Answer create(Call call) throws InterruptedException {
    call.query().done();
    return resources.changed(201, changes.create(call.caller(), call.json()));
  }

  private Answer list(Call call) {
    Query query = call.query();
    var paging = Paging.of(query);
    Optional<EndpointId> endpoint = query.value("endpoint", EndpointId::parse);
    query.done();
    List<Subscription> all =
        catalogue.current().subscriptions(call.tenant()).stream()
            .filter(s -> endpoint.map(s.endpoint()::equals).orElse(true))
            .toList();
    return Lists.of(paging.slice(all, s -> s.id().value()), this::form);
  }

  private Answer read(Call call) {
    call.query().done();
    return resources.one(200, subscription(call));
  }

  private Subscription subscription(Call call) {
    SubscriptionId id = call.id(SubscriptionId::parse);
    return catalogue
        .current()
        .subscription(call.tenant(), id)
        .orElseThrow(() -> new Refusal(Problem.notFound()));
  }

  private Answer pause(Call call) throws InterruptedException {
    Subscription subscription = subscription(call);
    var _ = holds.pause(call, Hold.Kind.SUBSCRIPTION, subscription.id().value());
    return resources.one(200, subscription);
  }

  private Answer release(Call call) throws InterruptedException {
    Subscription subscription = subscription(call);
    var _ = holds.release(call, subscription.id().value());
    return resources.one(200, subscription);
  }

  private ObjectNode form(Subscription subscription) {
    ObjectNode json = SubscriptionForm.write(subscription);
    holds.write(json.putObject("status"), subscription.id());
    return json;
  }

  private Answer replace(Call call) throws InterruptedException {
    call.query().done();
    SubscriptionId id = call.id(SubscriptionId::parse);
    return resources.changed(200, changes.replace(call.caller(), id, match(call), call.json()));
  }

  private Answer patch(Call call) throws InterruptedException {
    call.query().done();
    SubscriptionId id = call.id(SubscriptionId::parse);
    return resources.changed(200, changes.patch(call.caller(), id, match(call), call.json()));
  }

  private Answer delete(Call call) throws InterruptedException {
    call.query().done();
    SubscriptionId id = call.id(SubscriptionId::parse);
    return resources.deleted(changes.delete(call.caller(), id, match(call)));
  }
}
