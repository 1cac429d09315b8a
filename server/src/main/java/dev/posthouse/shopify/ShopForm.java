package dev.posthouse.shopify;

import dev.posthouse.event.ShopId;
import dev.posthouse.event.ShopifyAppId;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Json;
import dev.posthouse.shopify.Shop.Checked;
import dev.posthouse.shopify.Shop.Registered;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The JSON form of [Shop], without its token.
public final class ShopForm {
  private ShopForm() {}

  /// For people; `app` says what is missing.
  public static ObjectNode write(Shop shop, Optional<ShopifyApp> app) {
    ObjectNode json = write(shop);
    Checked checked = shop.checked();
    json.remove("wanted");
    json.remove("failures");
    if (!shop.isInstalled() || checked.at().equals(Instant.EPOCH)) {
      json.remove(List.of("checkedAt", "nextCheck", "problem"));
    }
    app.filter(there -> shop.isInstalled())
        .map(there -> there.missing(shop.scopes()))
        .filter(missing -> !missing.isEmpty())
        .ifPresent(missing -> missing.forEach(json.putArray("missingScopes")::add));
    return json;
  }

  /// As it is recorded: what a shop is, not how its checks go.
  static ObjectNode recorded(Shop shop) {
    ObjectNode json = write(shop);
    return json.remove(
        List.of("checkedAt", "nextCheck", "problem", "wanted", "failures", "registered"));
  }

  /// As it is stored.
  static ObjectNode write(Shop shop) {
    Checked checked = shop.checked();
    ObjectNode json = Json.object();
    json.put("id", shop.id().toString());
    json.put("app", shop.app().toString());
    json.put("revision", shop.revision());
    json.put("shop", shop.domain());
    json.put("state", shop.isInstalled() ? "installed" : "uninstalled");
    json.put("tenant", shop.events().toString());
    shop.scopes().forEach(json.putArray("scopes")::add);
    json.put("installedAt", shop.installed().toString());
    shop.ended().ifPresent(at -> json.put("uninstalledAt", at.toString()));
    json.put("checkedAt", checked.at().toString());
    json.put("nextCheck", checked.next().toString());
    json.put("problem", checked.problem());
    json.put("wanted", checked.wanted());
    json.put("failures", checked.failures());
    var list = json.putArray("registered");
    checked
        .registered()
        .forEach(each -> list.addObject().put("id", each.id()).put("topic", each.topic()));
    return json;
  }

  /// As it was stored.
  static Shop read(byte[] text, TenantId tenant, long revision, Optional<Token> token) {
    JsonNode json = Json.parse(text);
    var checked =
        new Checked(
            Instant.parse(json.path("checkedAt").stringValue()),
            Instant.parse(json.path("nextCheck").stringValue()),
            json.path("failures").intValue(),
            json.path("problem").stringValue(),
            json.path("wanted").stringValue(),
            json.path("registered")
                .valueStream()
                .map(each ->
                    new Registered(each.path("id").stringValue(), each.path("topic").stringValue()))
                .toList());
    return new Shop(
        ShopId.parse(json.path("id").stringValue()),
        ShopifyAppId.parse(json.path("app").stringValue()),
        tenant,
        revision,
        json.path("shop").stringValue(),
        TenantId.parse(json.path("tenant").stringValue()),
        json.path("scopes").valueStream().map(JsonNode::stringValue).toList(),
        Instant.parse(json.path("installedAt").stringValue()),
        json.path("uninstalledAt").stringValueOpt().map(Instant::parse),
        token,
        checked);
  }
}
