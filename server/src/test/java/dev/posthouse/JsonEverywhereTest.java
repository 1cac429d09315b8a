package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.LiveHouse.Ask;
import dev.posthouse.cli.Caller;
import dev.posthouse.cli.Caller.Called;
import dev.posthouse.cli.Commands;
import dev.posthouse.testing.Databases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Each command, asked for JSON, prints JSON and nothing else.
class JsonEverywhereTest {
  /// `listen` runs until it is stopped, and shows what passes; its own test asks it for JSON lines.
  private static final Set<String> ELSEWHERE = Set.of("listen");

  @TempDir Path folder;

  @Test
  void every_command_speaks_json() throws Exception {
    try (var house = new LiveHouse(Databases.Kind.SQLITE, folder)) {
      var caller =
          new Caller(folder)
              .on(new OwnPremises(folder.resolve("data"), ""))
              .set("POSTHOUSE_URL", house.url())
              .set("POSTHOUSE_KEY", LiveHouse.ADMIN);
      var spoken = new HashSet<>(ELSEWHERE);
      for (List<String> words : calls(house)) {
        spoken.add(words.getFirst());
        speaks(caller, words);
      }
      assertThat(spoken).containsExactlyInAnyOrderElementsOf(Commands.names());
    }
  }

  private static void speaks(Caller caller, List<String> words) {
    var all = new ArrayList<>(words);
    all.add("--json");
    Called called = caller.call(all.toArray(String[]::new));
    assertThat(called.code()).as(words + called.out() + called.err()).isBetween(0, 1);
    boolean lines = words.getFirst().equals("tail") || words.equals(List.of("audit", "export"));
    if (lines) {
      called.out().lines().forEach(line -> JsonMapper.shared().readTree(line));
    } else {
      assertThat(JsonMapper.shared().readTree(called.out()).isContainer()).as("%s", words).isTrue();
    }
  }

  private List<List<String>> calls(LiveHouse house) throws Exception {
    String endpoint =
        made(house, "endpoints", "{\"name\":\"erp\",\"url\":\"https://erp.example/\"}");
    String subscription =
        made(
            house,
            "subscriptions",
            "{\"name\":\"all\",\"endpoint\":\"%s\",\"types\":[\"*\"]}".formatted(endpoint));
    String event =
        house
            .ask(202, Ask.of("POST /v1/events").body("{\"type\":\"a.b\",\"data\":{}}"))
            .get("id")
            .stringValue();
    Files.writeString(folder.resolve("draft.json"), "{\"types\":[\"*\"]}");
    Files.writeString(folder.resolve("body"), "{}");
    Files.writeString(
        folder.resolve("shop.yaml"),
        "webhooks:\n  - name: shop\n    url: https://shop.example/\n    events: [a.b]\n");
    return List.of(
        List.of("apply", "-f", "shop.yaml"),
        List.of("export"),
        List.of("preview", "-f", "draft.json", "--sample", "sales_order.created"),
        List.of("send", "a.b"),
        List.of("events"),
        List.of("events", event),
        List.of("deliveries"),
        List.of("attempts"),
        List.of("explain", event),
        List.of("retry", "--failed", "erp"),
        List.of("replay", "--since", "1h", "--dry-run"),
        List.of("replay"),
        List.of("hold", "erp"),
        List.of("release", "erp"),
        List.of("hold", subscription),
        List.of("stats"),
        List.of("tail", "--for", "50ms"),
        List.of("baseline", "--subscription", subscription, "--from-history"),
        List.of("endpoint"),
        List.of("endpoint", "erp"),
        List.of("endpoint", "test", "erp"),
        List.of("sign", "body", "--secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
        List.of(
            "verify",
            "body",
            "--secret",
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "-H",
            "webhook-id: 1"),
        List.of("keys"),
        List.of("keys", "make", "erp", "--role", "read"),
        List.of("audit", "verify"),
        List.of("audit", "export"),
        List.of("trigger"),
        List.of("shopify"),
        List.of("shopify", "shops"),
        List.of("rotate-key", "--status"),
        List.of("doctor"),
        List.of("backup", "copy.db"),
        List.of("completion", "bash"));
  }

  private static String made(LiveHouse house, String what, String body) throws Exception {
    return house.ask(201, Ask.of("POST /v1/" + what).body(body)).get("id").stringValue();
  }
}
