package dev.posthouse.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.access.Trail;
import dev.posthouse.json.Json;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What is recorded in place of revisions that were dropped: which they were, and with which hash
/// the chain goes on behind them.
record Checkpoint(List<Run> runs) {
  Checkpoint {
    runs = List.copyOf(runs);
  }

  /// Revisions that followed each other.
  ///
  /// @param hash that of the last
  record Run(long from, long to, byte[] hash) {}

  /// A revision that is dropped.
  record Dropped(long number, byte[] hash) {}

  /// @param dropped in order of their numbers
  static Checkpoint of(List<Dropped> dropped) {
    var runs = new ArrayList<Run>();
    for (Dropped one : dropped) {
      boolean follows = !runs.isEmpty() && runs.getLast().to() == one.number() - 1;
      long from = follows ? runs.removeLast().from() : one.number();
      runs.add(new Run(from, one.number(), one.hash()));
    }
    return new Checkpoint(runs);
  }

  static Checkpoint parse(String doc) {
    var runs = new ArrayList<Run>();
    for (JsonNode run : Json.parse(doc.getBytes(UTF_8)).path("dropped")) {
      runs.add(
          new Run(
              run.path("from").longValue(),
              run.path("to").longValue(),
              HexFormat.of().parseHex(run.path("hash").stringValue())));
    }
    return new Checkpoint(runs);
  }

  Trail.Entry entry() {
    ObjectNode json = Json.object();
    var list = json.putArray("dropped");
    for (Run run : runs) {
      ObjectNode item = list.addObject();
      item.put("from", run.from()).put("to", run.to());
      item.put("hash", HexFormat.of().formatHex(run.hash()));
    }
    return new Trail.Entry(
        Trail.HOUSE, Trail.Kind.CHECKPOINT, 0, Action.DROPPED.word(), "", Json.text(json));
  }
}
