package dev.posthouse.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.provider.Providers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A provider sends again whatever was not answered 2xx, as providers do: whether the database was
/// away or the server was killed, perhaps between the commit and the answer, each delivery is
/// stored once.
class ReceiveOutagesTest {
  private static final String SECRET = "hush";
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int SENDERS = 4;
  private static final int EACH = 60;
  private static final int KILL_AFTER = 80;
  private static final int OK = 200;

  @TempDir Path folder;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void what_is_sent_again_after_an_outage_or_a_kill_is_stored_once() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    try (var house = new House(Launch.on(data), House.Aftermath.NONE)) {
      JsonNode source =
          house
              .client()
              .made(
                  "/v1/sources",
                  "{\"name\":\"shop\",\"provider\":\"shopify\",\"secrets\":[\"" + SECRET + "\"]}");
      String path = source.path("address").stringValue();
      URI address = house.process().url().resolve(path);

      whileLocked(data, address);
      house.client().await("/readyz", reply -> reply.status() == OK, SOON);
      assertThat(send(address, "locked").body()).isEqualTo("{\"stored\":1,\"duplicates\":0}");
      assertThat(send(address, "locked").body()).isEqualTo("{\"stored\":0,\"duplicates\":1}");

      Set<String> answered = throughAKill(house, path);
      assertThat(answered).hasSize(SENDERS * EACH);
      assertThat(stored(house.client())).isEqualTo(SENDERS * EACH + 1);
    }
  }

  private void whileLocked(Path data, URI address) throws Exception {
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("posthouse.db"));
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("update waiting set due = due where id = 0");
      var refused = send(address, "locked");
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After").orElse("")).matches("[1-9]\\d*");
      other.rollback();
    }
  }

  /// Every sender sends each of its deliveries until it is answered 200; those whose connection
  /// breaks wait for the next server.
  private Set<String> throughAKill(House house, String path) throws Exception {
    Set<String> answered = ConcurrentHashMap.newKeySet();
    URI before = house.process().url().resolve(path);
    var after = new CompletableFuture<URI>();
    var enough = new CountDownLatch(KILL_AFTER);
    var sending = new ArrayList<Future<String>>();
    try (var senders = Executors.newFixedThreadPool(SENDERS)) {
      for (int sender = 0; sender < SENDERS; sender++) {
        String name = "s" + sender;
        sending.add(
            senders.submit(() -> {
              for (int i = 0; i < EACH; i++) {
                String id = name + "-" + i;
                assertThat(taken(id, before, after).statusCode()).isEqualTo(OK);
                answered.add(id);
                enough.countDown();
              }
              return name;
            }));
      }
      enough.await();
      house.kill();
      house.start();
      after.complete(house.process().url().resolve(path));
      for (Future<String> one : sending) {
        one.get();
      }
    }
    return answered;
  }

  private HttpResponse<String> taken(String id, URI before, CompletableFuture<URI> after)
      throws Exception {
    try {
      return send(after.getNow(before), id);
    } catch (IOException killed) {
      return send(after.get(), id);
    }
  }

  private HttpResponse<String> send(URI address, String id)
      throws IOException, InterruptedException {
    byte[] body = "{\"id\":1,\"delivery\":\"%s\"}".formatted(id).getBytes(UTF_8);
    var request =
        HttpRequest.newBuilder(address)
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json")
            .header("X-Shopify-Topic", "orders/updated")
            .header("X-Shopify-Shop-Domain", "acme.myshopify.com")
            .header("X-Shopify-Webhook-Id", id);
    Providers.named("shopify")
        .orElseThrow()
        .scheme()
        .sign(Request.post(Map.of(), body), SECRET, "", Instant.EPOCH)
        .forEach(request::header);
    return http.send(
        request.POST(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofString());
  }

  private static int stored(Client client) throws IOException, InterruptedException {
    int stored = 0;
    String cursor = "";
    do {
      JsonNode page = client.get("/v1/events?limit=500" + cursor).json();
      stored += page.path("items").size();
      cursor = page.path("next").isNull() ? "" : "&cursor=" + page.path("next").asString("");
    } while (!cursor.isEmpty());
    return stored;
  }
}
