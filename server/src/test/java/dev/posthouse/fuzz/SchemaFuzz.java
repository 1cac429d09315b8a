package dev.posthouse.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.json.Json;
import dev.posthouse.json.Malformed;
import dev.posthouse.schema.Schema;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// JSON as JSON Schemas of data.
public final class SchemaFuzz {
  private SchemaFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    JsonNode json;
    try {
      json = Json.parse(input);
    } catch (Malformed e) {
      return;
    }
    Bounded.read(() -> Schema.compile(json, "/schema")).ifPresent(SchemaFuzz::check);
  }

  private static void check(Schema schema) {
    schema.knows(List.of("order", "items", "0", "sku"));
    schema.suggestion(List.of("ordr", "itms"));
    for (String data : SampleEvents.data()) {
      var flaws = Bounded.timed(() -> schema.check(data.getBytes(UTF_8)));
      Bounded.require(flaws.size() <= Schema.MOST_FLAWS, flaws.size() + " flaws");
    }
  }
}
