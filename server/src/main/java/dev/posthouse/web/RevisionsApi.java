package dev.posthouse.web;

import dev.posthouse.config.Revision;
import dev.posthouse.config.Revisions;
import dev.posthouse.history.Place;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// `/v1/revisions`: who changed what, newest first.
final class RevisionsApi {
  private final Revisions revisions;

  RevisionsApi(Revisions revisions) {
    this.revisions = revisions;
  }

  List<Route> routes() {
    return List.of(new Route("GET", "/v1/revisions", Need.AUDIT, this::list));
  }

  private Answer list(Call call) {
    Query query = call.query();
    var paging = Paging.of(query);
    query.done();
    List<Revision> read = revisions.page(call.tenant(), paging.after().event(), paging.limit() + 1);
    if (read.size() <= paging.limit()) {
      return Lists.of(read, Optional.empty(), RevisionsApi::write);
    }
    List<Revision> items = read.subList(0, paging.limit());
    return Lists.of(
        items, Optional.of(new Place(items.getLast().number(), 0)), RevisionsApi::write);
  }

  private static void write(JsonGenerator json, Revision revision) {
    json.writeStartObject();
    json.writeNumberProperty("number", revision.number());
    json.writeStringProperty("kind", revision.kind().word());
    json.writeStringProperty("resource", revision.resourceId());
    json.writeStringProperty("action", revision.action());
    json.writeStringProperty("who", revision.who());
    json.writeStringProperty("at", revision.at().toString());
    json.writeName("after");
    json.writeRawValue(revision.doc().isEmpty() ? "null" : revision.doc());
    json.writeEndObject();
  }
}
