package dev.posthouse.web;

import static dev.posthouse.web.Resources.match;

import dev.posthouse.access.Tenant;
import dev.posthouse.access.Tenants;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.ShopId;
import dev.posthouse.event.ShopifyAppId;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Fields;
import dev.posthouse.json.Json;
import dev.posthouse.receive.Source;
import dev.posthouse.shopify.AppForm;
import dev.posthouse.shopify.AppToml;
import dev.posthouse.shopify.Shop;
import dev.posthouse.shopify.ShopForm;
import dev.posthouse.shopify.Shopify;
import dev.posthouse.shopify.ShopifyApp;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// `/v1/shopify-apps`, and `/v1/shopify-shops`: who has them installed.
final class ShopifyApi {
  private static final String APPS = "/v1/shopify-apps";
  private static final String APP = "/v1/shopify-apps/{id}";
  private static final String SHOPS = "/v1/shopify-shops";
  private static final String SHOP = "/v1/shopify-shops/{id}";

  private final Shopify shopify;
  private final Tenants tenants;
  private final Resources<ShopifyApp> resources;

  ShopifyApi(Shopify shopify, Tenants tenants) {
    this.shopify = shopify;
    this.tenants = tenants;
    this.resources = new Resources<>(this::form, ShopifyApp::revision);
  }

  List<Route> routes() {
    return List.of(
        new Route("POST", APPS, Need.MANAGE, this::create),
        new Route("GET", APPS, Need.READ, this::list),
        new Route("GET", APP, Need.READ, this::read),
        new Route("PUT", APP, Need.MANAGE, this::replace),
        new Route("PATCH", APP, Need.MANAGE, this::patch),
        new Route("DELETE", APP, Need.MANAGE, this::delete),
        new Route("GET", APP + "/toml", Need.READ, this::toml),
        new Route("GET", SHOPS, Need.READ, this::shops),
        new Route("GET", SHOP, Need.READ, this::shop),
        new Route("POST", SHOP + "/check", Need.MANAGE, this::check),
        new Route("PUT", SHOP + "/tenant", Need.ADMIN, this::assign),
        new Route("DELETE", SHOP, Need.MANAGE, this::remove));
  }

  private Answer create(Call call) throws InterruptedException {
    call.query().done();
    return resources.changed(201, shopify.apps().create(call.caller(), call.json()));
  }

  private Answer list(Call call) {
    Query query = call.query();
    var paging = Paging.of(query);
    query.done();
    List<ShopifyApp> apps = shopify.apps().list(call.tenant());
    return Lists.of(paging.slice(apps, app -> app.id().value()), this::form);
  }

  private Answer read(Call call) {
    call.query().done();
    return resources.one(200, app(call));
  }

  private Answer replace(Call call) throws InterruptedException {
    call.query().done();
    ShopifyAppId id = call.id(ShopifyAppId::parse);
    return resources.changed(
        200, shopify.apps().replace(call.caller(), id, match(call), call.json()));
  }

  private Answer patch(Call call) throws InterruptedException {
    call.query().done();
    ShopifyAppId id = call.id(ShopifyAppId::parse);
    return resources.changed(
        200, shopify.apps().patch(call.caller(), id, match(call), call.json()));
  }

  private Answer delete(Call call) throws InterruptedException {
    call.query().done();
    ShopifyAppId id = call.id(ShopifyAppId::parse);
    return resources.deleted(shopify.apps().delete(call.caller(), id, match(call)));
  }

  private Answer toml(Call call) {
    call.query().done();
    ShopifyApp app = app(call);
    Source source = shopify.apps().source(app).orElseThrow(() -> new Refusal(sourceGone(app)));
    byte[] toml = AppToml.write(app, source).getBytes(StandardCharsets.UTF_8);
    return Answer.success(200, "application/toml", toml);
  }

  private static Problem sourceGone(ShopifyApp app) {
    return Problem.of(
        409,
        "no_source",
        "Something else is in the way",
        "The app's source " + app.source() + " is gone; give it another one.");
  }

  private Answer shops(Call call) {
    Query query = call.query();
    var paging = Paging.of(query);
    Optional<ShopifyAppId> app = query.value("app", ShopifyAppId::parse);
    query.done();
    List<Shop> shops =
        shopify.shops().list(call.tenant()).stream()
            .filter(shop -> app.map(shop.app()::equals).orElse(true))
            .toList();
    return Lists.of(paging.slice(shops, shop -> shop.id().value()), this::form);
  }

  private Answer shop(Call call) {
    call.query().done();
    return answer(found(call));
  }

  private Answer check(Call call) throws InterruptedException {
    call.query().done();
    return answer(shopify.checks().check(found(call).id()).orElseThrow(ShopifyApi::notFound));
  }

  /// Who decides what is whose may give a shop's events to another tenant.
  private Answer assign(Call call) throws InterruptedException {
    call.query().done();
    ShopId id = found(call).id();
    Fields fields = Fields.of(call.json());
    String wanted = fields.text("tenant");
    fields.done();
    TenantId tenant =
        tenants
            .find(wanted)
            .flatMap(tenants::find)
            .map(Tenant::id)
            .orElseThrow(() -> new Invalid("/tenant", "there is no such tenant"));
    return answer(
        shopify
            .shops()
            .assign(call.caller().actor(), call.tenant(), id, tenant)
            .orElseThrow(ShopifyApi::notFound));
  }

  private Answer remove(Call call) throws InterruptedException {
    call.query().done();
    String left = shopify.checks().remove(call.caller().actor(), found(call));
    return left.isEmpty()
        ? Answer.nothing()
        : Answer.success(200, Answer.JSON, Json.bytes(Json.object().put("notRemoved", left)));
  }

  private ObjectNode form(ShopifyApp app) {
    ObjectNode json = AppForm.write(app);
    json.put("shops", shopify.shops().count(app.id()));
    return json;
  }

  private ObjectNode form(Shop shop) {
    return ShopForm.write(shop, shopify.apps().find(shop.tenant(), shop.app()));
  }

  private Answer answer(Shop shop) {
    return Answer.success(200, Answer.JSON, Json.bytes(form(shop)));
  }

  private ShopifyApp app(Call call) {
    return shopify
        .apps()
        .find(call.tenant(), call.id(ShopifyAppId::parse))
        .orElseThrow(ShopifyApi::notFound);
  }

  private Shop found(Call call) {
    return shopify
        .shops()
        .find(call.tenant(), call.id(ShopId::parse))
        .orElseThrow(ShopifyApi::notFound);
  }

  private static Refusal notFound() {
    return new Refusal(Problem.notFound());
  }
}
