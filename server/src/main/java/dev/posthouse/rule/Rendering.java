package dev.posthouse.rule;

import java.util.List;

/// What a template makes of one event.
public sealed interface Rendering {
  /// @param json one JSON value in UTF-8; nobody writes into the array
  /// @param missing the fields that it names and the event does not have, each once
  record Rendered(byte[] json, List<String> missing) implements Rendering {
    public Rendered {
      missing = List.copyOf(missing);
    }
  }

  /// It cannot be made, now or later.
  record Failed(Words reason) implements Rendering {}
}
