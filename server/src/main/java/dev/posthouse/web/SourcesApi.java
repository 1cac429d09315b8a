package dev.posthouse.web;

import static dev.posthouse.web.Resources.match;

import dev.posthouse.event.SourceId;
import dev.posthouse.receive.Receiver;
import dev.posthouse.receive.Refused;
import dev.posthouse.receive.Source;
import dev.posthouse.receive.SourceForm;
import dev.posthouse.receive.Sources;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.node.ObjectNode;

/// `/v1/sources`: where other people's webhooks come in.
final class SourcesApi {
  private static final String ALL = "/v1/sources";
  private static final String ONE = "/v1/sources/{id}";

  private final Sources sources;
  private final Receiver receiver;
  private final Resources<Source> resources;

  SourcesApi(Sources sources, Receiver receiver) {
    this.sources = sources;
    this.receiver = receiver;
    this.resources = new Resources<>(this::form, Source::revision);
  }

  List<Route> routes() {
    return List.of(
        new Route("POST", ALL, Need.MANAGE, this::create),
        new Route("GET", ALL, Need.READ, this::list),
        new Route("GET", ONE, Need.READ, this::read),
        new Route("PUT", ONE, Need.MANAGE, this::replace),
        new Route("PATCH", ONE, Need.MANAGE, this::patch),
        new Route("DELETE", ONE, Need.MANAGE, this::delete),
        new Route("POST", ONE + "/rotate-address", Need.MANAGE, this::rotateAddress),
        new Route("GET", ONE + "/refused", Need.READ, this::refused));
  }

  private Answer create(Call call) throws InterruptedException {
    call.query().done();
    return resources.changed(201, sources.create(call.caller(), call.json()));
  }

  private Answer list(Call call) {
    Query query = call.query();
    var paging = Paging.of(query);
    query.done();
    return Lists.of(paging.slice(sources.list(call.tenant()), s -> s.id().value()), this::form);
  }

  private Answer read(Call call) {
    call.query().done();
    return resources.one(200, source(call));
  }

  private Answer replace(Call call) throws InterruptedException {
    call.query().done();
    SourceId id = call.id(SourceId::parse);
    return resources.changed(200, sources.replace(call.caller(), id, match(call), call.json()));
  }

  private Answer patch(Call call) throws InterruptedException {
    call.query().done();
    SourceId id = call.id(SourceId::parse);
    return resources.changed(200, sources.patch(call.caller(), id, match(call), call.json()));
  }

  private Answer delete(Call call) throws InterruptedException {
    call.query().done();
    return resources.deleted(sources.delete(call.caller(), call.id(SourceId::parse), match(call)));
  }

  private Answer rotateAddress(Call call) throws InterruptedException {
    call.query().done();
    return resources.changed(200, sources.rotateAddress(call.caller(), call.id(SourceId::parse)));
  }

  private Answer refused(Call call) {
    call.query().done();
    List<Refused> refused = receiver.refused(source(call));
    return Answer.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("items");
          refused.forEach(one -> write(json, one));
          json.writeEndArray();
          json.writeNullProperty("next");
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, Refused refused) {
    json.writeStartObject();
    json.writeStringProperty("at", refused.at().toString());
    json.writeStringProperty("reason", refused.reason());
    json.writeStringProperty("detail", refused.detail());
    json.writeStringProperty("client", refused.client());
    json.writeStringProperty("method", refused.method());
    json.writeObjectPropertyStart("headers");
    refused.headers().forEach(json::writeStringProperty);
    json.writeEndObject();
    json.writeStringProperty("body", new String(refused.body(), StandardCharsets.UTF_8));
    json.writeNumberProperty("size", refused.size());
    json.writeEndObject();
  }

  private ObjectNode form(Source source) {
    ObjectNode json = SourceForm.write(source);
    json.set("status", receiver.status(source));
    return json;
  }

  private Source source(Call call) {
    return sources
        .find(call.tenant(), call.id(SourceId::parse))
        .orElseThrow(() -> new Refusal(Problem.notFound()));
  }
}
