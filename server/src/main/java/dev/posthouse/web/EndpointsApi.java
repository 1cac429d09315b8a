package dev.posthouse.web;

import static dev.posthouse.web.Resources.match;

import dev.posthouse.config.Catalogue;
import dev.posthouse.config.Dependants;
import dev.posthouse.config.Endpoint;
import dev.posthouse.config.EndpointChanges;
import dev.posthouse.config.EndpointForm;
import dev.posthouse.config.Hold;
import dev.posthouse.deliver.Certificates;
import dev.posthouse.event.EndpointId;
import dev.posthouse.json.Durations;
import dev.posthouse.json.Fields;
import dev.posthouse.json.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `/v1/endpoints`: where and how to send.
final class EndpointsApi {
  private static final String ALL = "/v1/endpoints";
  private static final String ONE = "/v1/endpoints/{id}";

  private final Catalogue catalogue;
  private final EndpointChanges changes;
  private final EndpointWork work;
  private final Resources<Endpoint> resources;

  EndpointsApi(Catalogue catalogue, EndpointChanges changes, EndpointWork work) {
    this.catalogue = catalogue;
    this.changes = changes;
    this.work = work;
    this.resources = new Resources<>(this::form, Endpoint::revision);
  }

  List<Route> routes() {
    return List.of(
        new Route("POST", ALL, Need.MANAGE, this::create),
        new Route("GET", ALL, Need.READ, this::list),
        new Route("GET", ONE, Need.READ, this::read),
        new Route("PUT", ONE, Need.MANAGE, this::replace),
        new Route("PATCH", ONE, Need.MANAGE, this::patch),
        new Route("DELETE", ONE, Need.MANAGE, this::delete),
        new Route("POST", ONE + "/test", Need.MANAGE, this::test),
        new Route("POST", ONE + "/rotate-secret", Need.MANAGE, this::rotateSecret),
        new Route("POST", ONE + "/pause", Need.MANAGE, this::pause),
        new Route("POST", ONE + "/release", Need.MANAGE, this::release),
        new Route("POST", ONE + "/retry-failed", Need.MANAGE, this::retryFailed));
  }

  private Answer create(Call call) throws InterruptedException {
    call.query().done();
    var changed = changes.create(call.caller(), call.json());
    return resources.changed(201, changed);
  }

  private Answer list(Call call) {
    Query query = call.query();
    var paging = Paging.of(query);
    query.done();
    List<Endpoint> all = catalogue.current().endpoints(call.tenant());
    return Lists.of(paging.slice(all, e -> e.id().value()), this::form);
  }

  private Answer read(Call call) {
    call.query().done();
    return resources.one(200, endpoint(call));
  }

  private Answer replace(Call call) throws InterruptedException {
    call.query().done();
    return resources.changed(
        200, changes.replace(call.caller(), call.id(EndpointId::parse), match(call), call.json()));
  }

  private Answer patch(Call call) throws InterruptedException {
    call.query().done();
    return resources.changed(
        200, changes.patch(call.caller(), call.id(EndpointId::parse), match(call), call.json()));
  }

  private Answer delete(Call call) throws InterruptedException {
    Query query = call.query();
    Dependants dependants = query.flag("cascade") ? Dependants.DELETE : Dependants.PROTECT;
    query.done();
    return resources.deleted(
        changes.delete(call.caller(), call.id(EndpointId::parse), match(call), dependants));
  }

  private Answer test(Call call) {
    call.query().done();
    var report = work.test().run(endpoint(call));
    return Answer.json(200, json -> AttemptJson.test(json, report));
  }

  private Answer rotateSecret(Call call) throws InterruptedException {
    call.query().done();
    EndpointId id = call.id(EndpointId::parse);
    Fields fields = Fields.of(call.optionalJson());
    Duration overlap =
        fields.optional("overlap", EndpointsApi::overlap).orElse(EndpointChanges.DEFAULT_OVERLAP);
    fields.done();
    return resources.changed(200, changes.rotateSecret(call.caller(), id, overlap));
  }

  private static Duration overlap(String text) {
    Duration overlap = Durations.parse(text);
    if (overlap.compareTo(EndpointChanges.LONGEST_OVERLAP) > 0) {
      throw new IllegalArgumentException(
          "is longer than " + Durations.format(EndpointChanges.LONGEST_OVERLAP));
    }
    return overlap;
  }

  private Answer pause(Call call) throws InterruptedException {
    Endpoint endpoint = endpoint(call);
    var _ = work.holds().pause(call, Hold.Kind.ENDPOINT, endpoint.id().value());
    return resources.one(200, endpoint);
  }

  private Answer release(Call call) throws InterruptedException {
    Endpoint endpoint = endpoint(call);
    var _ = work.holds().release(call, endpoint.id().value());
    return resources.one(200, endpoint);
  }

  private Answer retryFailed(Call call) throws InterruptedException {
    call.query().done();
    Endpoint endpoint = endpoint(call);
    Fields fields = Fields.of(call.json());
    var since = fields.required("since", Instant.EPOCH, Times::parse);
    fields.done();
    if (!endpoint.enabled()) {
      throw new Refusal(DeliveriesApi.endpointClosed());
    }
    return work.replays().retryFailed(call, endpoint, since);
  }

  private Endpoint endpoint(Call call) {
    EndpointId id = call.id(EndpointId::parse);
    return catalogue
        .current()
        .endpoint(call.tenant(), id)
        .orElseThrow(() -> new Refusal(Problem.notFound()));
  }

  private ObjectNode form(Endpoint endpoint) {
    ObjectNode json = EndpointForm.write(endpoint);
    json.set("status", status(endpoint));
    return json;
  }

  private JsonNode status(Endpoint endpoint) {
    EndpointId id = endpoint.id();
    var lane = work.dispatcher().status(id);
    ObjectNode json = HealthJson.of(endpoint, lane, work.standings().of(id));
    json.put("lane", lane.state().word());
    json.put("running", lane.running());
    json.put("backlog", work.backlog().endpoint(id));
    work.holds().write(json, id, work.backlog().endpoint(id));
    json.put("hanging", lane.health().hanging());
    for (Certificates.Side side : Certificates.Side.values()) {
      json.put(
          side.word() + "CertificateExpires",
          work.certificates().expires(endpoint, side).map(Instant::toString).orElse(null));
    }
    return json;
  }
}
