package dev.posthouse;

import dev.posthouse.shopify.FakeShopify;
import java.util.Map;

/// What operations are sent that are tried for whom they are for.
final class Bodies {
  /// In everything that belongs to the west and that it could be known by.
  static final String MARK = "west-only";

  static final String EVENT =
      "{\"type\":\"west.only\",\"subject\":\"west-only\",\"data\":{\"a\":\"west-only\"}}";
  static final String ENDPOINT = "{\"name\":\"west-only\",\"url\":\"https://a.example/\"}";
  static final String TYPE =
      "{\"name\":\"west.only\",\"module\":\"lab\",\"description\":{\"en\":\"west-only\"},"
          + "\"versions\":[{\"version\":1,\"sample\":{\"a\":1},\"schema\":{\"type\":\"object\"}}]}";
  static final String KEY = "{\"name\":\"west-only\",\"roles\":[\"read\"]}";

  static final String SOURCE = "{\"name\":\"west-only\",\"provider\":\"shopify\"}";
  static final String APP = FakeShopify.app(MARK, "(source)");
  static final String REPLAY =
      "{\"since\":\"2026-01-01T00:00:00Z\",\"types\":[\"west.only\"],"
          + "\"endpoint\":\"(endpoint)\",\"start\":false}";

  /// By the name of the operation: what is sent. `(endpoint)` stands for the id of one.
  static final Map<String, String> BODIES =
      Map.ofEntries(
          Map.entry("publishEvent", EVENT),
          Map.entry("publishBatch", "[" + EVENT + "]"),
          Map.entry("createEndpoint", ENDPOINT.replace(MARK, "another")),
          Map.entry("replaceEndpoint", ENDPOINT),
          Map.entry("patchEndpoint", "{\"concurrency\":3}"),
          Map.entry("rotateSecret", "{}"),
          Map.entry("retryFailed", "{\"since\":\"2026-01-01T00:00:00Z\"}"),
          Map.entry("createReplay", REPLAY),
          Map.entry("pauseEndpoint", "{}"),
          Map.entry("releaseEndpoint", "{}"),
          Map.entry("pauseSubscription", "{}"),
          Map.entry("releaseSubscription", "{}"),
          Map.entry("createEventType", TYPE.replace("west.only", "another.type")),
          Map.entry("replaceEventType", TYPE),
          Map.entry(
              "createSubscription",
              "{\"name\":\"s\",\"endpoint\":\"(endpoint)\",\"types\":[\"*\"]}"),
          Map.entry("setBaseline", "[]"),
          Map.entry(
              "previewSubscription",
              "{\"subscription\":{\"name\":\"s\",\"endpoint\":\"(endpoint)\",\"types\":[\"*\"]},"
                  + "\"last\":20}"),
          Map.entry(
              "replaceSubscription",
              "{\"name\":\"west-only\",\"endpoint\":\"(endpoint)\",\"types\":[\"*\"]}"),
          Map.entry("patchSubscription", "{\"enabled\":true}"),
          Map.entry("applyConfiguration", "{\"document\":\"webhooks: []\"}"),
          Map.entry("createSource", SOURCE.replace(MARK, "another")),
          Map.entry("replaceSource", SOURCE),
          Map.entry("patchSource", "{\"enabled\":true}"),
          Map.entry("createShopifyApp", APP.replace(MARK, "another")),
          Map.entry("replaceShopifyApp", APP),
          Map.entry("patchShopifyApp", "{\"scopes\":[]}"),
          Map.entry("assignShopifyShop", "{\"tenant\":\"west\"}"),
          Map.entry("createTenant", "{\"name\":\"another\"}"),
          Map.entry("changeTenant", "{\"unknownTypes\":\"accept\"}"),
          Map.entry("createKey", KEY.replace(MARK, "another")),
          Map.entry("changeKey", "{\"name\":\"west-only\"}"));

  private Bodies() {}

  /// Whether what an operation is sent names something by its id.
  static boolean names(String operation) {
    String body = BODIES.getOrDefault(operation, "");
    return body.contains("(endpoint)") || body.contains("(source)");
  }
}
