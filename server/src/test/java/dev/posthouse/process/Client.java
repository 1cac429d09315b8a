package dev.posthouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks a server over HTTP, with the admin key.
final class Client {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private final URI base;
  private final String key;
  private final String tenant;
  private final HttpClient http;

  Client(URI base, String key) {
    this(base, key, "", HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
  }

  private Client(URI base, String key, String tenant, HttpClient http) {
    this.base = base;
    this.key = key;
    this.tenant = tenant;
    this.http = http;
  }

  /// Asks for another tenant, by its name.
  Client as(String name) {
    return new Client(base, key, name, http);
  }

  /// An answer with its body read.
  record Reply(int status, HttpResponse<String> response) {
    JsonNode json() {
      return JSON.readTree(response.body());
    }

    String text() {
      return response.body();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  Reply get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  Reply post(String path, String json) throws IOException, InterruptedException {
    return post(path, BodyPublishers.ofString(json));
  }

  Reply post(String path, BodyPublisher body) throws IOException, InterruptedException {
    return send(request(path).header("Content-Type", "application/json").POST(body));
  }

  Reply put(String path, String json) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(json)));
  }

  Reply patch(String path, String json) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/merge-patch+json")
            .method("PATCH", BodyPublishers.ofString(json)));
  }

  Reply delete(String path) throws IOException, InterruptedException {
    return send(request(path).DELETE());
  }

  Reply publish(String type, String id) throws IOException, InterruptedException {
    return post(
        "/v1/events",
        """
        {"type":"%s","id":"%s","source":"shop","data":{"id":"%s"}}\
        """
            .formatted(type, id, id));
  }

  /// Makes an endpoint; `more` are further fields, such as `,"timeout":"5s"`.
  ///
  /// @return what the server answered: `id` and `signingSecret` among it
  JsonNode endpoint(String name, URI url, String more) throws IOException, InterruptedException {
    return made(
        "/v1/endpoints",
        """
        {"name":"%s","url":"%s"%s}\
        """
            .formatted(name, url, more));
  }

  JsonNode subscription(String name, JsonNode endpoint, String type)
      throws IOException, InterruptedException {
    return made(
        "/v1/subscriptions",
        """
        {"name":"%s","endpoint":"%s","types":["%s"]}\
        """
            .formatted(name, endpoint.path("id").asString(), type));
  }

  /// Makes something.
  ///
  /// @return what the server answered
  JsonNode made(String path, String json) throws IOException, InterruptedException {
    Reply reply = post(path, json);
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply.json();
  }

  /// Asks again and again until the answer is as wanted.
  ///
  /// @throws AssertionError with the last answer if that takes longer than `atMost`
  Reply await(String path, Predicate<Reply> wanted, Duration atMost)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    Reply last = get(path);
    while (!wanted.test(last)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("after %s still %s".formatted(atMost, last.text()));
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      last = get(path);
    }
    return last;
  }

  private HttpRequest.Builder request(String path) {
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .header("Authorization", "Bearer " + key)
            .timeout(Duration.ofSeconds(60));
    return tenant.isEmpty() ? request : request.header("Posthouse-Tenant", tenant);
  }

  private Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    return new Reply(response.statusCode(), response);
  }

  /// Whether the server is ready; one that does not answer is not.
  boolean isReady() throws InterruptedException {
    try {
      return get("/readyz").status() == 200;
    } catch (IOException refused) {
      return false;
    }
  }
}
