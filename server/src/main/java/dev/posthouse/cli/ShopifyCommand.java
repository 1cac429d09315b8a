package dev.posthouse.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// `posthouse shopify`: lists apps of Shopify's, the shops that have one installed, looks after a
/// shop now, and prints what belongs into an app's `shopify.app.toml`.
@Command(name = "shopify")
final class ShopifyCommand implements Action {
  private static final String APPS = "/v1/shopify-apps";
  private static final String SHOPS = "/v1/shopify-shops";
  private static final String APP_ID = "sa_";
  private static final String SHOP_ID = "shop_";

  @Parameters(
      arity = "0..2",
      paramLabel = "shops [APP]|check SHOP|toml APP",
      descriptionKey = "shopify.what")
  List<String> words = new ArrayList<>();

  @Override
  public int run(Desk desk) throws InterruptedException {
    String what = words.isEmpty() ? "apps" : words.getFirst();
    String named = words.size() == 2 ? words.getLast() : "";
    if (what.equals("apps") && named.isEmpty()) {
      apps(desk);
    } else if (what.equals("shops")) {
      shops(desk, named);
    } else if (what.equals("check") && !named.isEmpty()) {
      return check(desk, named);
    } else if (what.equals("toml") && !named.isEmpty()) {
      toml(desk, named);
    } else {
      throw desk.wrongUse("shopify.use");
    }
    return 0;
  }

  private static void apps(Desk desk) throws InterruptedException {
    Lists.print(
        desk,
        Lists.whole(desk.client(), new Query(APPS)),
        List.of("shopify.app", "shopify.name", "shopify.shops", "shopify.install"),
        app ->
            List.of(
                Desk.text(app, "id"),
                Desk.text(app, "name"),
                app.path("shops").asString("0"),
                Desk.text(app, "installUrl")));
  }

  private static void shops(Desk desk, String app) throws InterruptedException {
    var query = new Query(SHOPS).with("app", id(desk, APPS, APP_ID, "name", app));
    Lists.print(
        desk,
        Lists.whole(desk.client(), query),
        List.of(
            "shopify.shop",
            "shopify.state",
            "shopify.registered",
            "shopify.checked",
            "shopify.problem"),
        shop ->
            List.of(
                Desk.text(shop, "shop"),
                desk.words().say("shopify." + Desk.text(shop, "state")),
                String.valueOf(shop.path("registered").size()),
                Moments.shown(Desk.text(shop, "checkedAt"), desk.shell().zone()),
                Desk.text(shop, "problem")));
  }

  /// @return 1 if something is not as it should be or not known to be: a shop that is gone has
  ///   nothing, and somebody else may still be at its first check
  private static int check(Desk desk, String named) throws InterruptedException {
    String id = id(desk, SHOPS, SHOP_ID, "shop", named);
    JsonNode shop =
        desk.client().send("POST", SHOPS + "/" + Client.encoded(id) + "/check", "").json();
    boolean installed = Desk.text(shop, "state").equals("installed");
    String problem = Desk.text(shop, "problem");
    boolean checked = shop.has("checkedAt");
    if (desk.json()) {
      desk.printJson(shop);
    } else if (!installed) {
      desk.say("shopify.gone", Desk.text(shop, "shop"));
    } else if (!checked) {
      desk.say("shopify.checking", Desk.text(shop, "shop"));
    } else if (problem.isEmpty()) {
      desk.say("shopify.good", Desk.text(shop, "shop"), shop.path("registered").size());
    } else {
      desk.say("shopify.bad", Desk.text(shop, "shop"), problem);
    }
    return installed && checked && problem.isEmpty() ? 0 : Failed.REFUSED;
  }

  private static void toml(Desk desk, String named) throws InterruptedException {
    String id = id(desk, APPS, APP_ID, "name", named);
    String toml = desk.client().get(APPS + "/" + Client.encoded(id) + "/toml").text();
    if (desk.json()) {
      desk.printJson(JsonNodeFactory.instance.objectNode().put("toml", toml));
    } else {
      desk.print(toml.stripTrailing());
    }
  }

  /// People know names, the server ids; empty for nothing.
  private static String id(Desk desk, String path, String prefix, String field, String named)
      throws InterruptedException {
    if (named.isEmpty() || named.startsWith(prefix)) {
      return named;
    }
    return Lists.id(desk.client(), path, field, named)
        .orElseThrow(() -> desk.refused("shopify.unknown", named));
  }
}
