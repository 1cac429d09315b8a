package dev.posthouse.document;

import dev.posthouse.event.Flaw;
import dev.posthouse.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What reading makes of a text: forms, or flaws.
final class Reading {
  private Reading() {}

  /// The forms of all webhooks, `[{"endpoint":…,"subscriptions":[…]}]`, then those of all sources.
  static JsonNode forms(String text, Map<String, String> values) {
    return forms(Documents.parse(text), values);
  }

  static JsonNode forms(Documents.Parsed document, Map<String, String> values) {
    var list = Json.array();
    Content content = content(document, values);
    for (Webhook webhook : content.webhooks()) {
      ObjectNode forms = list.addObject();
      forms.set("endpoint", webhook.endpoint().json);
      var subscriptions = forms.putArray("subscriptions");
      webhook.subscriptions().forEach(draft -> subscriptions.add(draft.json));
    }
    content.sources().forEach(draft -> list.add(draft.json));
    return list;
  }

  static Content content(Documents.Parsed document, Map<String, String> values) {
    return Documents.content(document, new Values(values), RealSources.FORMS);
  }

  /// What is wrong, as `line:column pointer message`.
  static List<String> flaws(String text) {
    return flaws(text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  static List<String> flaws(byte[] bytes, Map<String, String> values) {
    try {
      var _ = content(Documents.parse(bytes), values);
      return List.of();
    } catch (InvalidDocument e) {
      return e.flaws().stream().map(Reading::line).toList();
    }
  }

  private static String line(Flaw flaw) {
    return "%d:%d %s %s".formatted(flaw.line(), flaw.column(), flaw.pointer(), flaw.message());
  }
}
