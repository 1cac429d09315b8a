package dev.posthouse.shopify;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/// Somebody who installs an app in a shop, with a browser.
///
/// @param house where Posthouse is
public record Merchant(String house, FakeShopify shopify, HttpClient browser) {
  /// @param app its id
  /// @return what the browser shows at the end
  public HttpResponse<String> install(String app, String shop)
      throws IOException, InterruptedException {
    var begun = open("/shopify/" + app + "/install?shop=" + shop, "");
    String back = shopify.consent(header(begun, "Location"));
    String cookie = header(begun, "Set-Cookie").replaceFirst(";.*", "");
    return open("/shopify/" + app + "/callback?" + URI.create(back).getRawQuery(), cookie);
  }

  HttpResponse<String> open(String path, String cookie) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(house + path)).header("Cookie", cookie);
    return browser.send(request.build(), BodyHandlers.ofString());
  }

  static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElseThrow();
  }
}
