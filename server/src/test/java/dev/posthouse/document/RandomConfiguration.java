package dev.posthouse.document;

import dev.posthouse.json.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Endpoints and subscriptions as somebody could have configured them, full of texts that YAML
/// would take for something else. Secrets follow from the place where they stand.
final class RandomConfiguration {
  private static final List<String> NASTY =
      List.of(
          "yes",
          "null",
          "~",
          "123",
          "1e3",
          "0x1F",
          "true",
          "- a",
          "a: b",
          "a #b",
          "# c",
          "a:",
          ":a",
          "'",
          "\"",
          "\\",
          "{{ order.id }}",
          "[X]",
          "{x",
          "*a",
          "&a",
          "!t",
          "|",
          ">",
          "%d",
          "@a",
          "`b`",
          "订单:新",
          "é",
          "😀",
          " lead",
          "trail ",
          "a\nb",
          "a\n\nb\n",
          "a\tb",
          "\u2028",
          "\u0007",
          "",
          "Webhook 名称:x",
          "---",
          "...",
          "?",
          "a, b",
          "order.total > 100",
          "=",
          "<<");
  private static final List<String> FILTERS =
      List.of(
          "order.total > 100",
          "order.status != \"draft\"",
          "has(order.x) && order.x in ['a', \"b\"]",
          "event.type.startsWith('sales')",
          "order.note == '订单: #1'",
          "!(order.ok)",
          "true");

  private final Random random;
  private final String certificate;

  RandomConfiguration(long seed, String certificate) {
    this.random = new Random(seed);
    this.certificate = certificate;
  }

  /// What stands behind a field that is hidden when exported.
  static String secret(String field, String webhook) {
    return switch (field) {
      case "url" -> "https://a.example/?token=v-" + Integer.toHexString(webhook.hashCode());
      case "username" -> "[USER]";
      case "X-Plain" -> "[PLAIN]";
      default -> "v-" + field + "-" + Integer.toHexString(webhook.hashCode());
    };
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private boolean maybe() {
    return random.nextInt(3) == 0;
  }

  String name(int number) {
    String text = any(NASTY).strip().replaceAll("\\p{Cntrl}", "");
    return maybe() ? "hook " + number : (text + " " + number).strip();
  }

  ObjectNode endpoint(String name) {
    ObjectNode json = Json.object().put("name", name);
    json.put(
        "url",
        maybe() ? secret("url", name) : "https://a.example/" + random.nextInt(9) + "?q=a%20b&c=d");
    if (maybe()) {
      json.put("method", any(List.of("POST", "PUT", "PATCH")));
    }
    if (maybe()) {
      ObjectNode headers = json.putObject("headers").put("X-Shop", "a: b # c");
      headers.put("X-Token", secret("X-Token", name)).put("X-Plain", secret("X-Plain", name));
    }
    if (maybe()) {
      json.set("auth", auth(name));
    }
    if (maybe()) {
      json.set("signing", signing(name));
    }
    if (maybe()) {
      json.put("webhookId", any(List.of("delivery", "event")));
    }
    if (maybe()) {
      json.put("timeout", any(List.of("500ms", "10s", "2m")));
    }
    security(json);
    json.put("enabled", random.nextInt(5) != 0);
    return json;
  }

  private void security(ObjectNode json) {
    if (maybe()) {
      json.set("retry", retry());
    }
    if (maybe()) {
      json.put("rateLimit", (1 + random.nextInt(999)) + any(List.of("/s", "/min", "/h")));
    }
    if (maybe()) {
      json.put("concurrency", 1 + random.nextInt(100));
    }
    if (maybe()) {
      ObjectNode tls = json.putObject("tls").put("verify", random.nextBoolean());
      if (maybe()) {
        tls.put("ca", certificate);
      }
    }
    if (maybe()) {
      json.putArray("allowedIps").add("10.0.0.0/8").add("2001:db8::/32");
    }
    if (maybe()) {
      errorRules(json.putArray("errorRules"));
    }
    if (maybe()) {
      json.set("health", health());
    }
  }

  private ObjectNode signing(String name) {
    ObjectNode signing = Json.object();
    switch (random.nextInt(3)) {
      case 0 -> signing.put("scheme", any(List.of("v1", "v1a", "none")));
      case 1 -> {
        signing.put("scheme", "rfc9421").put("algorithm", any(List.of("ed25519", "hmac-sha256")));
        if (maybe()) {
          signing.putArray("components").add("@method").add("content-digest");
        }
      }
      default -> {
        signing.put("scheme", "hmac").put("header", "X-Sum").put("secret", secret("secret", name));
        signing.put("signed", any(List.of("{body}", "{timestamp}.{body}", "v0: {id} # {body}")));
        signing.put("prefix", any(List.of("", "sha256=", "t={timestamp}, v1=")));
        if (maybe()) {
          signing.put("timestampHeader", "X-Time").put("timestampUnit", "milliseconds");
        }
      }
    }
    return signing;
  }

  private ObjectNode auth(String name) {
    return switch (random.nextInt(3)) {
      case 0 ->
          Json.object()
              .put("type", "api_key")
              .put("header", "X-Key")
              .put("value", secret("value", name));
      case 1 ->
          Json.object()
              .put("type", "basic")
              .put("username", maybe() ? "anna: b".replace(":", "") : secret("username", name))
              .put("password", secret("password", name));
      default -> Json.object().put("type", "bearer").put("token", secret("token", name));
    };
  }

  private ObjectNode health() {
    ObjectNode health = Json.object();
    if (maybe()) {
      health.put("window", "90s").put("minimum", 1 + random.nextInt(50)).put("ratio", 0.5);
    } else {
      health.put("breaker", false);
    }
    return health.put("disableAfter", any(List.of("never", "36h", "9d")));
  }

  private void errorRules(ArrayNode rules) {
    ObjectNode busy = rules.addObject().put("then", "pause").put("after", "90s");
    ObjectNode when =
        busy.putObject("when").put("header", "X-Error: " + any(List.of("busy", "a: b")));
    when.putArray("status").add(400).add("500-599");
    ObjectNode gone = rules.addObject().put("then", any(List.of("done", "retry", "give_up")));
    gone.putObject("when").put("filter", "response.body.code == '忙: #1'");
  }

  private ObjectNode retry() {
    ObjectNode retry =
        switch (random.nextInt(3)) {
          case 0 ->
              Json.object()
                  .put("strategy", "exponential")
                  .put("initialDelay", "1500ms")
                  .put("factor", any(List.of(1.0, 1.5, 2.0)))
                  .put("maxDelay", "2h");
          case 1 -> Json.object().put("strategy", "fixed").put("delay", "90s");
          default -> {
            ObjectNode list = Json.object().put("strategy", "list");
            list.putArray("delays").add("5s").add("4d").add("72h");
            yield list;
          }
        };
    if (maybe()) {
      retry.put("maxAge", "10d");
    }
    return retry.put("maxAttempts", 1 + random.nextInt(20));
  }

  ObjectNode subscription(String name) {
    ObjectNode json = Json.object().put("name", name);
    json.putArray("types").add(any(List.of("sales_order.*", "*", "*.created", "payment.received")));
    ArrayNode filter = json.putArray("filter");
    for (int i = random.nextInt(4); i > 0; i--) {
      filter.add(any(FILTERS));
    }
    if (maybe()) {
      json.put("body", any(List.of("raw", "standard")));
    } else if (maybe()) {
      json.put("contentType", "application/x-www-form-urlencoded");
      json.putObject("payload").put("id", "{{ order.id }}").put("a b", "x=1&y: 2");
    } else if (maybe()) {
      json.putObject("payload").set("p", tree(4));
      json.putObject("tables").putObject("warehouse").put("KL-01", "吉隆坡: 1").put("no", 2);
    }
    if (maybe()) {
      json.putObject("versions").put("sales_order.created", 1).put("payment.received", 1);
    }
    json.put("enabled", random.nextInt(4) != 0);
    return json;
  }

  private JsonNode tree(int depth) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> nodes.numberNode(new BigDecimal(any(List.of("120.50", "1E+3", "-0.0", "1e-7"))));
      case 1 -> nodes.numberNode(random.nextLong());
      case 2 -> nodes.booleanNode(random.nextBoolean());
      case 3 -> nodes.nullNode();
      case 4 -> nodes.stringNode("{{ order.id }} " + any(List.of("a", "b: c", "#")));
      case 5 -> nodes.stringNode(text());
      case 6 -> {
        ArrayNode list = nodes.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(tree(depth - 1));
        }
        yield list;
      }
      default -> {
        ObjectNode object = nodes.objectNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          object.set(text().replace("{{", "{") + i, tree(depth - 1));
        }
        yield object;
      }
    };
  }

  /// Nothing that a template would take for an expression left open.
  private String text() {
    return any(NASTY);
  }
}
