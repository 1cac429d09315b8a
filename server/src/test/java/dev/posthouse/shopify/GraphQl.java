package dev.posthouse.shopify;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// As much of GraphQL as requests about webhook subscriptions are made of: one field with its
/// arguments, written out or taken from variables.
final class GraphQl {
  private static final Pattern FIELD =
      Pattern.compile("\\bwebhookSubscription(s|Create|Update|Delete)\\s*\\(");
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|\\$?[A-Za-z_][A-Za-z0-9_]*|-?[0-9]+|[{}\\[\\]():])[\\s,]*");

  final String field;
  final ObjectNode arguments;
  private final String query;
  private final JsonNode variables;
  private final Matcher tokens;

  GraphQl(JsonNode request) {
    query = request.path("query").stringValue();
    variables = request.path("variables");
    Matcher found = FIELD.matcher(query);
    if (!found.find()) {
      throw new IllegalArgumentException("no field that is known here: " + query);
    }
    field = query.substring(found.start(), found.end() - 1).strip();
    tokens = TOKEN.matcher(query).region(found.end(), query.length());
    arguments = members(")");
  }

  /// Whether a field of the answer was asked for.
  boolean asksFor(String name) {
    return Pattern.compile("\\b" + name + "\\b").matcher(query).find();
  }

  private ObjectNode members(String end) {
    ObjectNode members = JsonNodeFactory.instance.objectNode();
    for (String name = next(); !name.equals(end); name = next()) {
      if (!next().equals(":")) {
        throw new IllegalArgumentException("no colon after " + name);
      }
      members.set(name, value(next()));
    }
    return members;
  }

  private JsonNode value(String token) {
    return switch (token.charAt(0)) {
      case '$' -> variables.path(token.substring(1));
      case '{' -> members("}");
      case '[' -> list();
      case '"' -> JsonMapper.shared().readTree(token);
      default ->
          token.equals("null")
              ? JsonNodeFactory.instance.nullNode()
              : JsonNodeFactory.instance.stringNode(token);
    };
  }

  private ArrayNode list() {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (String token = next(); !token.equals("]"); token = next()) {
      list.add(value(token));
    }
    return list;
  }

  private String next() {
    if (!tokens.lookingAt()) {
      throw new IllegalArgumentException("cannot read on in " + query);
    }
    String token = tokens.group(1);
    tokens.region(tokens.end(), query.length());
    return token;
  }
}
