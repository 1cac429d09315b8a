package dev.posthouse.web;

import static dev.posthouse.web.Resources.match;

import dev.posthouse.config.Catalogue;
import dev.posthouse.config.EventTypeChanges;
import dev.posthouse.eventtype.EventType;
import dev.posthouse.eventtype.EventTypeForm;
import java.util.List;
import java.util.Optional;

/// `/v1/event-types`: what events look like.
final class EventTypesApi {
  private static final String ALL = "/v1/event-types";
  private static final String ONE = "/v1/event-types/{name}";

  private final Catalogue catalogue;
  private final EventTypeChanges changes;
  private final Resources<EventType> resources =
      new Resources<>(EventTypeForm::write, EventType::revision);

  EventTypesApi(Catalogue catalogue, EventTypeChanges changes) {
    this.catalogue = catalogue;
    this.changes = changes;
  }

  List<Route> routes() {
    return List.of(
        new Route("POST", ALL, Need.MANAGE, this::create),
        new Route("GET", ALL, Need.READ, this::list),
        new Route("GET", ONE, Need.READ, this::read),
        new Route("PUT", ONE, Need.MANAGE, this::replace),
        new Route("DELETE", ONE, Need.MANAGE, this::delete));
  }

  private Answer create(Call call) throws InterruptedException {
    call.query().done();
    return resources.changed(201, changes.create(call.caller(), call.json()));
  }

  private Answer list(Call call) {
    Query query = call.query();
    var paging = Paging.of(query);
    Optional<String> module = query.value("module", text -> text);
    query.done();
    List<EventType> all =
        catalogue.current().eventTypes(call.tenant()).stream()
            .filter(type -> module.map(type.module()::equals).orElse(true))
            .toList();
    return Lists.of(paging.slice(all, type -> type.id().value()), EventTypeForm::summary);
  }

  private Answer read(Call call) {
    call.query().done();
    return catalogue
        .current()
        .eventType(call.tenant(), call.path("name"))
        .map(type -> resources.one(200, type))
        .orElseThrow(() -> new Refusal(Problem.notFound()));
  }

  private Answer replace(Call call) throws InterruptedException {
    call.query().done();
    String name = call.path("name");
    return resources.changed(200, changes.replace(call.caller(), name, match(call), call.json()));
  }

  private Answer delete(Call call) throws InterruptedException {
    call.query().done();
    return resources.deleted(changes.delete(call.caller(), call.path("name"), match(call)));
  }
}
