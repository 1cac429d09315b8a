package dev.posthouse.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One kind of request: a method and a path such as `/v1/events/{id}`.
record Route(String method, String path, Need need, Handler handler) {
  /// The values of the placeholders, if `segments` fit this path.
  Optional<Map<String, String>> match(List<String> segments) {
    List<String> pattern = segments(path);
    if (pattern.size() != segments.size()) {
      return Optional.empty();
    }
    var values = new HashMap<String, String>();
    for (int i = 0; i < pattern.size(); i++) {
      String wanted = pattern.get(i);
      if (wanted.startsWith("{")) {
        values.put(wanted.substring(1, wanted.length() - 1), segments.get(i));
      } else if (!wanted.equals(segments.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }

  boolean fixed() {
    return path.indexOf('{') < 0;
  }

  static List<String> segments(String path) {
    return path.isEmpty() ? List.of() : List.of(path.substring(1).split("/", -1));
  }
}
