package dev.posthouse.config;

import dev.posthouse.config.Subscription.Body;
import dev.posthouse.config.Subscription.Form;
import dev.posthouse.config.Subscription.Made;
import dev.posthouse.config.Subscription.Received;
import dev.posthouse.event.Invalid;
import dev.posthouse.json.Fields;
import dev.posthouse.json.Json;
import dev.posthouse.rule.Tables;
import dev.posthouse.rule.Template;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The JSON form of [Body]: the fields `body`, `payload`, `contentType` and `tables` of a
/// subscription.
final class BodyForm {
  /// All tables of a subscription as JSON, in characters: they stay in memory with it, and with
  /// every revision of it that a delivery is pinned to.
  static final int TABLES_LIMIT = 1 << 20;

  private static final Map<String, Received> RECEIVED =
      Arrays.stream(Received.values()).collect(Collectors.toMap(BodyForm::word, body -> body));

  private static final Map<String, Form> FORMS =
      Arrays.stream(Form.values()).collect(Collectors.toMap(Form::contentType, form -> form));

  private BodyForm() {}

  static Body read(Fields fields) {
    Received received = fields.choice("body", Received.STANDARD, RECEIVED);
    Form form = fields.choice("contentType", Form.JSON, FORMS);
    Tables tables = tables(fields);
    Optional<JsonNode> payload = fields.node("payload");
    if (payload.isEmpty()) {
      refuseWithoutPayload(fields);
      return received;
    }
    FreeTree.check(fields, "payload", payload.get());
    if (received == Received.RAW) {
      fields.flaw("body", "\"raw\" sends the data as they came; leave it or `payload` out");
    }
    if (form == Form.URL_ENCODED) {
      refuseNested(fields, payload.get());
    }
    try {
      Template template = Template.compile(payload.get(), tables, "/payload");
      return new Made(template, form);
    } catch (Invalid e) {
      fields.flaws(e);
      return received;
    }
  }

  private static void refuseWithoutPayload(Fields fields) {
    for (String name : new String[] {"contentType", "tables"}) {
      if (fields.has(name)) {
        fields.flaw(name, "is for a `payload`, and there is none; leave it out");
      }
    }
  }

  /// What an expression comes to is seen only with an event.
  private static void refuseNested(Fields fields, JsonNode payload) {
    if (!payload.isObject() && !payload.isString()) {
      fields.flaw(
          "payload",
          "must be an object to be sent as a form, such as {\"id\": \"{{ order.id }}\"}");
    }
    if (payload.isObject() && payload.values().stream().anyMatch(JsonNode::isContainer)) {
      fields.flaw("payload", "holds objects or lists; a form holds only single values");
    }
  }

  private static Tables tables(Fields fields) {
    Map<String, Map<String, JsonNode>> tables = new LinkedHashMap<>();
    int length = fields.node("tables").map(node -> Json.text(node).length()).orElse(0);
    if (length > TABLES_LIMIT) {
      fields.flaw(
          "tables",
          "have at most %,d characters together, these have %,d".formatted(TABLES_LIMIT, length));
      return Tables.NONE;
    }
    fields.node("tables").ifPresent(node -> FreeTree.check(fields, "tables", node));
    Optional<Fields> all = fields.object("tables");
    if (all.isEmpty()) {
      return Tables.NONE;
    }
    for (String name : all.get().whole().propertyNames()) {
      Map<String, JsonNode> table = new LinkedHashMap<>();
      all.get()
          .object(name)
          .ifPresent(entries -> {
            for (String key : entries.whole().propertyNames()) {
              table.put(key, entries.node(key).orElse(Json.nothing()));
            }
          });
      tables.put(name, table);
    }
    return new Tables(tables);
  }

  static void write(ObjectNode json, Body body) {
    switch (body) {
      case Received received -> json.put("body", word(received));
      case Made made -> {
        json.set("payload", made.template().tree());
        json.put("contentType", made.form().contentType());
        Tables tables = made.template().tables();
        if (!tables.isEmpty()) {
          write(json.putObject("tables"), tables);
        }
      }
    }
  }

  private static void write(ObjectNode json, Tables tables) {
    tables
        .tables()
        .forEach((name, table) -> {
          ObjectNode entries = json.putObject(name);
          table.forEach(entries::set);
        });
  }

  private static String word(Received body) {
    return body.name().toLowerCase(Locale.ROOT);
  }
}
