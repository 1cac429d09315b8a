package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.LiveHouse.Ask;
import dev.posthouse.net.Inquiries;
import dev.posthouse.shopify.FakeShopify;
import dev.posthouse.shopify.Merchant;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.Set;

/// An app of Shopify's in a house that has a source for it, installed by the merchant of a shop.
record Merchants(LiveHouse house) {
  /// @return the secrets that went to and fro
  Set<String> install() throws Exception {
    String source =
        house
            .ask(200, Ask.of("GET /v1/sources"))
            .path("items")
            .valueStream()
            .filter(one -> one.path("provider").asString("").equals("shopify"))
            .map(one -> one.path("id").stringValue())
            .findFirst()
            .orElseThrow();
    String app =
        house
            .ask(201, Ask.of("POST /v1/shopify-apps").body(FakeShopify.app("shop", source)))
            .path("id")
            .stringValue();
    Inquiries before = house.inquiries;
    var shopify = new FakeShopify(InstantSource.system());
    house.inquiries = shopify;
    try (var browser = HttpClient.newHttpClient()) {
      var shown = new Merchant(house.url(), shopify, browser).install(app, "one.myshopify.com");
      assertThat(shown.statusCode()).as(shown.body()).isEqualTo(200);
    }
    house.inquiries = before;
    return shopify.secrets();
  }
}
