package dev.posthouse.shopify;

import dev.posthouse.receive.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The part `[webhooks]` of a `shopify.app.toml`, for those who deploy with Shopify's CLI. The
/// compliance topics are declared there in any case: the Admin API does not know them.
public final class AppToml {
  private AppToml() {}

  /// Of an app whose webhooks come in at `source`.
  public static String write(ShopifyApp app, Source source) {
    String uri = Checks.uri(app, source);
    var toml = new StringBuilder("[webhooks]\n");
    line(toml, "api_version", text(app.apiVersion()));
    if (app.registering() == ShopifyApp.Registering.TOML) {
      alike(app).forEach((like, topics) -> subscription(toml, topics, like, uri));
    }
    toml.append("\n[[webhooks.subscriptions]]\n");
    line(toml, "compliance_topics", list(Topic.COMPLIANCE));
    line(toml, "uri", text(uri));
    return toml.toString();
  }

  /// Topics that differ in nothing but their names stand in one subscription.
  private static Map<Topic, List<String>> alike(ShopifyApp app) {
    var alike = new LinkedHashMap<Topic, List<String>>();
    for (Topic topic : app.allTopics()) {
      var like = new Topic("", topic.filter(), topic.includeFields(), topic.metafieldNamespaces());
      alike.computeIfAbsent(like, none -> new ArrayList<>()).add(topic.name());
    }
    return alike;
  }

  private static void subscription(
      StringBuilder toml, List<String> topics, Topic like, String uri) {
    toml.append("\n[[webhooks.subscriptions]]\n");
    line(toml, "topics", list(topics));
    line(toml, "uri", text(uri));
    if (!like.filter().isEmpty()) {
      line(toml, "filter", text(like.filter()));
    }
    if (!like.includeFields().isEmpty()) {
      line(toml, "include_fields", list(like.includeFields()));
    }
    if (!like.metafieldNamespaces().isEmpty()) {
      line(toml, "metafield_namespaces", list(like.metafieldNamespaces()));
    }
  }

  private static void line(StringBuilder toml, String name, String value) {
    toml.append(name).append(" = ").append(value).append('\n');
  }

  private static String list(List<String> texts) {
    return texts.stream().map(AppToml::text).collect(Collectors.joining(", ", "[", "]"));
  }

  /// A basic string (TOML 1.0, "String").
  private static String text(String text) {
    var quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            quoted.append('\\').appendCodePoint(c);
          } else if (c < ' ' || c == 127) {
            quoted.append("\\u%04X".formatted(c));
          } else {
            quoted.appendCodePoint(c);
          }
        });
    return quoted.append('"').toString();
  }
}
