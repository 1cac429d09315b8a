package dev.posthouse.web;

import dev.posthouse.access.SignInFailures;
import dev.posthouse.access.SignInFailures.Row;
import dev.posthouse.history.Place;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// `/v1/sign-in-failures`: who knocks in vain. Of the whole house, so for the admin key.
final class SignInFailuresApi {
  private final SignInFailures failures;

  SignInFailuresApi(SignInFailures failures) {
    this.failures = failures;
  }

  List<Route> routes() {
    return List.of(new Route("GET", "/v1/sign-in-failures", Need.ADMIN, this::list));
  }

  private Answer list(Call call) {
    Query query = call.query();
    var paging = Paging.of(query);
    query.done();
    long skip = paging.after().equals(Place.NEWEST) ? 0 : paging.after().id();
    List<Row> read = failures.page(paging.after().event(), Math.max(0, skip), paging.limit() + 1);
    if (read.size() <= paging.limit()) {
      return Lists.of(read, Optional.empty(), SignInFailuresApi::write);
    }
    List<Row> items = read.subList(0, paging.limit());
    long minute = SignInFailures.minute(items.getLast());
    long shown = items.stream().filter(row -> SignInFailures.minute(row) == minute).count();
    boolean same = minute == paging.after().event();
    return Lists.of(
        items,
        Optional.of(new Place(minute, same ? skip + shown : shown)),
        SignInFailuresApi::write);
  }

  private static void write(JsonGenerator json, Row row) {
    json.writeStartObject();
    json.writeStringProperty("minute", row.minute().toString());
    json.writeStringProperty("address", row.address());
    json.writeNumberProperty("failures", row.failures());
    json.writeEndObject();
  }
}
