package dev.posthouse.web;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Everything that can be asked over HTTP, and whom it is asked of.
public record Api(
    InstantSource clock,
    Publisher publisher,
    Supplier<Readiness> readiness,
    Supplier<String> metrics) {

  List<Route> routes() {
    var routes = new ArrayList<Route>();
    routes.addAll(new EventsApi(publisher, clock).routes());
    routes.addAll(new OperationsApi(readiness, metrics).routes());
    return List.copyOf(routes);
  }
}
