package dev.posthouse.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.event.DeliveryId;
import dev.posthouse.json.Json;
import dev.posthouse.json.Malformed;
import dev.posthouse.rule.EventView;
import dev.posthouse.rule.Events;
import dev.posthouse.rule.Rendering;
import dev.posthouse.rule.Tables;
import dev.posthouse.rule.Template;
import java.util.Arrays;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Trees and texts as templates of bodies. Input that is JSON is the tree, other input is one text
/// in it.
public final class TemplateFuzz {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Tables TABLES =
      new Tables(Map.of("status", Map.of("paid", NODES.stringNode("已付款"), "7", NODES.nullNode())));
  private static final DeliveryId DELIVERY = new DeliveryId(Events.ID, 7);
  private static final int LARGEST = 10 << 20;

  private TemplateFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    JsonNode tree = tree(input);
    Bounded.read(() -> Template.compile(tree, TABLES, "/payload")).ifPresent(TemplateFuzz::render);
  }

  private static JsonNode tree(byte[] input) {
    try {
      return Json.parse(input);
    } catch (Malformed e) {
      return NODES.objectNode().put("value", new String(input, UTF_8));
    }
  }

  private static void render(Template template) {
    Bounded.require(template.references().stream().noneMatch(String::isBlank), "a blank reference");
    for (EventView event : SampleEvents.views()) {
      Rendering first = Bounded.timed(() -> template.render(event, DELIVERY));
      Rendering again = Bounded.timed(() -> template.render(event, DELIVERY));
      Bounded.require(first.getClass() == again.getClass(), "not the same twice");
      if (first instanceof Rendering.Rendered one && again instanceof Rendering.Rendered two) {
        Bounded.require(Arrays.equals(one.json(), two.json()), "other bytes the second time");
        Bounded.require(one.json().length <= LARGEST, one.json().length + " bytes");
        wellFormed(one.json());
      }
    }
  }

  /// Numbers are not looked at: they may be copied from data, which are taken as they are.
  private static void wellFormed(byte[] json) {
    try (JsonParser parser = Json.parser(json, 0, json.length)) {
      while (parser.nextToken() != null) {
        parser.skipChildren();
      }
    }
  }
}
