package dev.posthouse.cli;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `posthouse rotate-key`: has the server make a new key for secrets at rest, and waits until
/// everything is encrypted with it.
@Command(name = "rotate-key")
final class RotateKey implements Action {
  private static final String PATH = "/v1/secret-key";
  private static final Duration ASK_AGAIN = Duration.ofMillis(500);

  @Option(names = "--status", descriptionKey = "rotate-key.status")
  boolean status;

  @Override
  public int run(Desk desk) throws InterruptedException {
    Client client = desk.client();
    JsonNode now =
        status ? client.get(PATH).json() : client.send("POST", PATH + "/rotate", "").json();
    while (!status && now.path("rotating").asBoolean(false)) {
      desk.shell().pause().of(ASK_AGAIN);
      now = client.get(PATH).json();
    }
    print(desk, now);
    return 0;
  }

  private static void print(Desk desk, JsonNode now) {
    if (desk.json()) {
      desk.printJson(now);
      return;
    }
    desk.say("rotate-key.source." + Desk.text(now, "source"));
    List<JsonNode> keys = now.path("keys").valueStream().toList();
    keys.forEach(key -> desk.say(line(key), name(key, desk), secrets(key)));
    boolean old = keys.stream().anyMatch(key -> !isCurrent(key) && secrets(key) > 0);
    if (now.path("rotating").asBoolean(false)) {
      desk.say("rotate-key.rotating");
    } else if (old) {
      desk.say("rotate-key.left");
    }
  }

  private static String line(JsonNode key) {
    return isCurrent(key) ? "rotate-key.current" : "rotate-key.old";
  }

  private static boolean isCurrent(JsonNode key) {
    return key.path("current").asBoolean(false);
  }

  private static long secrets(JsonNode key) {
    return key.path("secrets").asLong(0);
  }

  private static String name(JsonNode key, Desk desk) {
    String id = Desk.text(key, "id");
    return id.isEmpty() ? desk.words().say("rotate-key.unnamed") : id;
  }
}
