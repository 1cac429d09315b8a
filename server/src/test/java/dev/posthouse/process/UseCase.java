package dev.posthouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One of the examples, with its document, its events and its receiver, played as its page says.
final class UseCase {
  private static final Path EXAMPLES = Path.of("../examples");
  private static final Pattern LISTENING = Pattern.compile("listening on (http://\\S+)\n");
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final String PRINTED = "http://127\\.0\\.0\\.1:900[1-4]";
  private static final JsonMapper JSON = new JsonMapper();

  private final Path files;
  private final Path folder;

  /// @param folder for what the house and the receiver write
  UseCase(String name, Path folder) {
    this.files = EXAMPLES.resolve(name);
    this.folder = folder;
  }

  /// What came of it.
  ///
  /// @param requests those that the receiver accepted
  /// @param said what the receiver printed
  record Played(JsonNode published, List<JsonNode> requests, String said) {
    /// The one request that came to a path.
    JsonNode request(String path) {
      List<JsonNode> there = requests(path);
      assertThat(there).as(path).hasSize(1);
      return there.getFirst();
    }

    List<JsonNode> requests(String path) {
      return requests.stream().filter(each -> each.get("path").asString().equals(path)).toList();
    }

    JsonNode body(String path) {
      return JSON.readTree(request(path).get("body").asString());
    }

    String form(String path) {
      return request(path).get("body").asString();
    }
  }

  /// Applies the document, publishes the events, and waits until all is delivered.
  ///
  /// @param placeholders what the document leaves open
  Played play(Map<String, String> placeholders) throws IOException, InterruptedException {
    Path secrets = folder.resolve("secrets.json");
    Path record = folder.resolve("requests.ndjson");
    Process receiver = receiver(secrets, record);
    try (PosthouseProcess house = Launch.on(folder.resolve("data")).start()) {
      var said = Output.of(receiver.getInputStream());
      String document = Files.readString(files.resolve("webhooks.yaml"));
      String here = document.replaceAll(PRINTED, address(said));
      Files.writeString(secrets, applied(house.client(), here, placeholders));
      JsonNode published = published(house.client());
      awaitDelivered(house.client(), deliveries(published));
      return new Played(published, requests(record), said.text());
    } finally {
      receiver.destroyForcibly().waitFor();
    }
  }

  private Process receiver(Path secrets, Path record) throws IOException {
    var builder =
        new ProcessBuilder(
            "python3",
            files.resolve("receiver.py").toString(),
            "--port",
            "0",
            "--secrets",
            secrets.toString(),
            "--record",
            record.toString());
    builder.environment().put("PYTHONUTF8", "1");
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    return builder.redirectErrorStream(true).start();
  }

  private static String address(Output said) throws InterruptedException {
    Matcher listening = LISTENING.matcher(said.await("\n", LONGEST));
    assertThat(listening.find()).as(said.text()).isTrue();
    return listening.group(1);
  }

  private static String applied(Client client, String document, Map<String, String> placeholders)
      throws IOException, InterruptedException {
    String body = JSON.writeValueAsString(Map.of("document", document, "values", placeholders));
    Client.Reply reply = client.put("/v1/config", body);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.text();
  }

  private JsonNode published(Client client) throws IOException, InterruptedException {
    String events = Files.readString(files.resolve("events.ndjson"));
    String batch = "[" + String.join(",", events.lines().toList()) + "]";
    Client.Reply reply = client.post("/v1/events/batch", BodyPublishers.ofString(batch));
    assertThat(reply.status()).as(reply.text()).isEqualTo(202);
    JsonNode results = reply.json().get("results");
    assertThat(results)
        .allSatisfy(result -> {
          assertThat(result.get("status").asInt()).as("%s", result).isEqualTo(202);
          assertThat(result.path("warnings")).as("%s", result).isEmpty();
        });
    return results;
  }

  private static int deliveries(JsonNode results) {
    return results.valueStream().mapToInt(result -> result.get("deliveries").asInt()).sum();
  }

  private static void awaitDelivered(Client client, int count)
      throws IOException, InterruptedException {
    client.await(
        "/v1/deliveries?state=delivered&limit=500",
        reply -> reply.json().get("items").size() == count,
        LONGEST);
  }

  private static List<JsonNode> requests(Path record) throws IOException {
    return Files.readAllLines(record).stream().map(JSON::readTree).toList();
  }
}
