package dev.posthouse.shopify;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One shop of the fake Shopify: the tokens it gave, and the webhook subscriptions it has.
final class FakeStore {
  private static final Set<String> NO_TOPICS =
      Set.of("CUSTOMERS_DATA_REQUEST", "CUSTOMERS_REDACT", "SHOP_REDACT", "NO_SUCH_TOPIC");
  private static final int MUTATION_COST = 10;
  private static final int RESTORED = 50;

  /// Id to what it says.
  final Map<String, ObjectNode> subscriptions = new LinkedHashMap<>();

  /// Names of the fields that were asked for, in order.
  final List<String> asked = new ArrayList<>();

  final Map<String, Instant> tokens = new HashMap<>();
  final Map<String, String> refreshTokens = new HashMap<>();
  final Set<String> codes = new java.util.HashSet<>();

  /// Answered to creations of this topic.
  String declined = "";

  /// Fewer than a page of Shopify's has, so that there are several.
  int pageSize = 250;

  int points = 1_000;
  private final InstantSource clock;
  private Instant restored;
  private int made;

  FakeStore(InstantSource clock) {
    this.clock = clock;
    this.restored = clock.instant();
  }

  Stream<String> secrets() {
    return Stream.concat(tokens.keySet().stream(), refreshTokens.keySet().stream());
  }

  boolean takes(String token) {
    Instant ends = tokens.get(token);
    return ends != null && clock.instant().isBefore(ends);
  }

  /// What became of it is in `data`, or in `errors`.
  ObjectNode graphQl(JsonNode request) {
    var query = new GraphQl(request);
    ObjectNode answer = JsonMapper.shared().createObjectNode();
    if (!afford(MUTATION_COST)) {
      ObjectNode error = answer.putArray("errors").addObject().put("message", "Throttled");
      error.putObject("extensions").put("code", "THROTTLED");
      ObjectNode cost = answer.putObject("extensions").putObject("cost");
      cost.put("requestedQueryCost", MUTATION_COST);
      cost.putObject("throttleStatus")
          .put("maximumAvailable", 1_000)
          .put("currentlyAvailable", points)
          .put("restoreRate", RESTORED);
      return answer;
    }
    asked.add(query.field);
    JsonNode topic = query.arguments.path("topic");
    if (NO_TOPICS.contains(topic.asString(""))) {
      answer
          .putArray("errors")
          .addObject()
          .put("message", "Argument 'topic' has an invalid value (" + topic.asString("") + ")");
      return answer;
    }
    ObjectNode data = answer.putObject("data");
    data.set(
        query.field, query.field.equals("webhookSubscriptions") ? list(query) : changed(query));
    return answer;
  }

  private boolean afford(int cost) {
    long seconds = Duration.between(restored, clock.instant()).toSeconds();
    points = (int) Math.min(1_000, points + seconds * RESTORED);
    restored = restored.plusSeconds(seconds);
    boolean can = points >= cost;
    points -= can ? cost : 0;
    return can;
  }

  private ObjectNode list(GraphQl query) {
    List<String> ids = List.copyOf(subscriptions.keySet());
    int first = Math.min(pageSize, query.arguments.path("first").asInt(0));
    String after = query.arguments.path("after").asString("");
    int from = after.isEmpty() ? 0 : ids.indexOf(after) + 1;
    int to = Math.min(from + first, ids.size());
    ObjectNode list = JsonMapper.shared().createObjectNode();
    ArrayNode edges = list.putArray("edges");
    List<String> page = ids.subList(from, to);
    subscriptions.forEach((id, says) -> {
      if (page.contains(id)) {
        edges.addObject().set("node", shown(query, id, says));
      }
    });
    list.putObject("pageInfo")
        .put("hasNextPage", to < ids.size())
        .put("endCursor", to == 0 ? null : ids.get(to - 1));
    return list;
  }

  private static ObjectNode shown(GraphQl query, String id, ObjectNode says) {
    ObjectNode node = JsonMapper.shared().createObjectNode();
    Stream.of("topic", "uri", "filter", "includeFields", "metafieldNamespaces")
        .filter(query::asksFor)
        .forEach(name -> node.set(name, says.path(name)));
    node.put("id", id);
    if (query.asksFor("endpoint")) {
      node.putObject("endpoint")
          .put("__typename", "WebhookHttpEndpoint")
          .put("callbackUrl", says.path("uri").stringValue());
    }
    return node;
  }

  private ObjectNode changed(GraphQl query) {
    ObjectNode result = JsonMapper.shared().createObjectNode();
    ArrayNode errors = result.putArray("userErrors");
    switch (query.field) {
      case "webhookSubscriptionCreate" -> create(query, result, errors);
      case "webhookSubscriptionUpdate" -> update(query, result, errors);
      default -> delete(query, result, errors);
    }
    return result;
  }

  private void create(GraphQl query, ObjectNode result, ArrayNode errors) {
    ObjectNode says = JsonMapper.shared().createObjectNode();
    says.set("topic", query.arguments.path("topic"));
    says.putNull("filter").putArray("includeFields");
    says.putArray("metafieldNamespaces");
    put(says, query.arguments.path("webhookSubscription"));
    if (says.path("topic").stringValue().equals(declined)) {
      refuse(result, errors, "topic", "You cannot create a webhook subscription with this topic");
    } else if (!says.path("uri").asString("").startsWith("https://")) {
      refuse(result, errors, "uri", "Address is invalid");
    } else if (subscriptions.values().stream().anyMatch(other -> same(other, says))) {
      refuse(result, errors, "uri", "Address for this topic has already been taken");
    } else {
      String id = "gid://shopify/WebhookSubscription/" + ++made;
      subscriptions.put(id, says);
      result.putObject("webhookSubscription").put("id", id);
    }
  }

  private static boolean same(ObjectNode one, ObjectNode other) {
    return Stream.of("topic", "uri", "filter")
        .allMatch(name -> one.path(name).equals(other.path(name)));
  }

  private void update(GraphQl query, ObjectNode result, ArrayNode errors) {
    ObjectNode says = subscriptions.get(query.arguments.path("id").stringValue());
    if (says == null) {
      refuse(result, errors, "id", "Webhook subscription does not exist");
      return;
    }
    put(says, query.arguments.path("webhookSubscription"));
    result.putObject("webhookSubscription").set("id", query.arguments.path("id"));
  }

  private void delete(GraphQl query, ObjectNode result, ArrayNode errors) {
    String id = query.arguments.path("id").stringValue();
    if (topicOf(id).equals(declined)) {
      refuse(result, errors, "id", "You cannot delete this webhook subscription");
    } else if (subscriptions.remove(id) == null) {
      refuse(result, errors, "id", "Webhook subscription does not exist");
    } else {
      result.put("deletedWebhookSubscriptionId", id);
    }
  }

  private String topicOf(String id) {
    ObjectNode says = subscriptions.get(id);
    return says == null ? "?" : says.path("topic").stringValue();
  }

  private static void put(ObjectNode says, JsonNode given) {
    given
        .properties()
        .forEach(field -> {
          boolean old = field.getKey().equals("callbackUrl");
          says.set(old ? "uri" : field.getKey(), field.getValue());
        });
  }

  private static void refuse(ObjectNode result, ArrayNode errors, String field, String message) {
    result.putNull("webhookSubscription");
    ObjectNode error = errors.addObject().put("message", message);
    error.putArray("field").add("webhookSubscription").add(field);
  }

  /// Topics and addresses of what it has.
  List<String> has() {
    return subscriptions.values().stream()
        .map(says -> says.path("topic").stringValue() + " " + says.path("uri").stringValue())
        .sorted()
        .toList();
  }
}
