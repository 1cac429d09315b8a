package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.LiveHouse.Ask;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Sources of a house, and what comes to them with secrets of theirs and of others.
///
/// @param secret makes one that is to be found nowhere
record Strangers(LiveHouse house, UnaryOperator<String> secret) {
  void come() throws Exception {
    String key = secret.apply("key");
    String shop = source("{\"name\":\"shop\",\"provider\":\"shopify\"%s}", secret.apply("shop"));
    String own =
        source(
            """
            {"name":"own","provider":"own","custom":{
              "scheme":{"type":"key","in":"header","name":"X-Own","prefix":"Own "}}%s}
            """,
            key);

    assertThat(status(shop, "X-Shopify-Hmac-Sha256", "c2lnbmVkIGJ5IG5vYm9keQ==")).isEqualTo(401);
    assertThat(status(own + "/paid", "X-Own", "Own " + secret.apply("guess"))).isEqualTo(401);
    assertThat(status(own + "/paid", "X-Own", "Own " + key)).isEqualTo(200);
  }

  private String source(String form, String itsSecret) throws Exception {
    String secrets = ",\"secrets\":" + JsonMapper.shared().writeValueAsString(List.of(itsSecret));
    String body = form.formatted(secrets);
    JsonNode source = house.ask(201, Ask.of("POST /v1/sources").body(body));
    return source.path("address").asString();
  }

  private int status(String address, String header, String value) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(house.url() + address))
              .header(header, value)
              .header("Authorization", "Bearer " + secret.apply("bearer"))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString("{\"n\":1}"))
              .build();
      return client.send(request, BodyHandlers.discarding()).statusCode();
    }
  }
}
