package dev.posthouse.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

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
      String id = id(desk, APPS, APP_ID, "name", named);
      desk.print(
          desk.client().get(APPS + "/" + Client.encoded(id) + "/toml").text().stripTrailing());
    } else {
      throw desk.wrongUse("shopify.use");
    }
    return 0;
  }

  private static void apps(Desk desk) throws InterruptedException {
    JsonNode page = desk.client().get(APPS + "?limit=500").json();
    if (desk.json()) {
      desk.printJson(page);
      return;
    }
    Words words = desk.words();
    var table =
        new Table(
            words.say("shopify.app"),
            words.say("shopify.name"),
            words.say("shopify.shops"),
            words.say("shopify.install"));
    for (JsonNode app : page.path("items")) {
      table.row(
          Desk.text(app, "id"),
          Desk.text(app, "name"),
          app.path("shops").asString("0"),
          Desk.text(app, "installUrl"));
    }
    Lists.print(desk, table, page);
  }

  private static void shops(Desk desk, String app) throws InterruptedException {
    Query query = new Query(SHOPS).with("limit", "500");
    if (!app.isEmpty()) {
      query = query.with("app", id(desk, APPS, APP_ID, "name", app));
    }
    JsonNode page = desk.client().get(query.toString()).json();
    if (desk.json()) {
      desk.printJson(page);
      return;
    }
    Words words = desk.words();
    var table =
        new Table(
            words.say("shopify.shop"),
            words.say("shopify.state"),
            words.say("shopify.registered"),
            words.say("shopify.checked"),
            words.say("shopify.problem"));
    for (JsonNode shop : page.path("items")) {
      table.row(
          Desk.text(shop, "shop"),
          words.say("shopify." + Desk.text(shop, "state")),
          String.valueOf(shop.path("registered").size()),
          Moments.shown(Desk.text(shop, "checkedAt"), desk.shell().zone()),
          Desk.text(shop, "problem"));
    }
    Lists.print(desk, table, page);
  }

  /// @return 1 if something is not as it should be
  private static int check(Desk desk, String named) throws InterruptedException {
    String id = id(desk, SHOPS, SHOP_ID, "shop", named);
    JsonNode shop =
        desk.client().send("POST", SHOPS + "/" + Client.encoded(id) + "/check", "").json();
    String problem = Desk.text(shop, "problem");
    if (desk.json()) {
      desk.printJson(shop);
    } else if (!Desk.text(shop, "state").equals("installed")) {
      desk.say("shopify.gone", Desk.text(shop, "shop"));
    } else if (problem.isEmpty()) {
      desk.say("shopify.good", Desk.text(shop, "shop"), shop.path("registered").size());
    } else {
      desk.say("shopify.bad", Desk.text(shop, "shop"), problem);
    }
    return problem.isEmpty() ? 0 : Failed.REFUSED;
  }

  /// People know names, the server ids.
  private static String id(Desk desk, String path, String prefix, String field, String named)
      throws InterruptedException {
    if (named.startsWith(prefix)) {
      return named;
    }
    String cursor = "";
    do {
      Query query = new Query(path).with("limit", "500").with("cursor", cursor);
      JsonNode page = desk.client().get(query.toString()).json();
      for (JsonNode one : page.path("items")) {
        if (Desk.text(one, field).equals(named)) {
          return Desk.text(one, "id");
        }
      }
      cursor = Desk.text(page, "next");
    } while (!cursor.isEmpty());
    throw desk.refused("shopify.unknown", named);
  }
}
