package dev.posthouse.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// Every route of the server, and which of them a request means.
final class Routes {
  private final List<Route> all;
  private final Map<String, Found> fixed = new HashMap<>();

  Routes(List<Route> all) {
    this.all = List.copyOf(all);
    all.stream()
        .filter(Route::fixed)
        .forEach(r -> fixed.put(key(r.method(), r.path()), new Found(r, Map.of())));
  }

  record Found(Route route, Map<String, String> values) {}

  List<Route> all() {
    return all;
  }

  Optional<Found> find(String method, String path) {
    Found found = fixed.get(key(method, path));
    return found != null ? Optional.of(found) : search(method, path);
  }

  /// The methods that a path has; empty if there is no such path.
  SortedSet<String> methods(String path) {
    List<String> segments = Route.segments(path);
    var methods = new TreeSet<String>();
    all.stream().filter(r -> r.match(segments).isPresent()).forEach(r -> methods.add(r.method()));
    return methods;
  }

  private Optional<Found> search(String method, String path) {
    List<String> segments = Route.segments(path);
    for (Route route : all) {
      if (route.method().equals(method) && !route.fixed()) {
        Optional<Map<String, String>> values = route.match(segments);
        if (values.isPresent()) {
          return Optional.of(new Found(route, values.get()));
        }
      }
    }
    return Optional.empty();
  }

  private static String key(String method, String path) {
    return method + " " + path;
  }
}
