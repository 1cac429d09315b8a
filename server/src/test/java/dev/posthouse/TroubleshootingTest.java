package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.LiveHouse.Ask;
import dev.posthouse.cli.Caller;
import dev.posthouse.cli.Caller.Called;
import dev.posthouse.testing.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every command of the page on troubles, those within sentences too, against a house that has
/// them: an endpoint that fails, an event that nobody wanted.
class TroubleshootingTest {
  private static final Pattern COMMAND = Pattern.compile("\\./posthouse ([^`#]+)");
  private static final Pattern CODE = Pattern.compile("`(\\./posthouse [^`]+)`");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  @TempDir Path folder;
  private String event = "";
  private String delivery = "";

  @ParameterizedTest
  @CsvSource({
    "../docs/troubleshooting.md,       C.UTF-8,     Orders,   was false: `order.total` is 48.9",
    "../docs/troubleshooting.zh-CN.md, zh_CN.UTF-8, 订单送仓库, `order.total` 是 48.9",
  })
  void every_command_of_the_page_shows_the_reason(
      String page, String locale, String endpoint, String why) throws Exception {
    try (var house = new LiveHouse(Databases.Kind.SQLITE, folder)) {
      trouble(house, endpoint);
      var caller =
          new Caller(folder)
              .on(new OwnPremises(folder.resolve("data"), ""))
              .set("LC_ALL", locale)
              .set("POSTHOUSE_URL", house.url())
              .set("POSTHOUSE_KEY", LiveHouse.ADMIN);
      files(caller);

      var said = new LinkedHashMap<String, String>();
      for (String command : commands(page)) {
        said.putIfAbsent(command, run(caller, command));
      }

      assertThat(said)
          .containsKeys("retry dlv_…", "replay")
          .hasEntrySatisfying("explain evt_…", text -> assertThat(text).contains(why))
          .hasEntrySatisfying("deliveries --state retrying", this::showsTheDelivery)
          .hasEntrySatisfying("deliveries --state held", this::showsTheDelivery)
          .hasEntrySatisfying("deliveries dlv_…", text -> assertThat(text).contains("503"))
          .hasEntrySatisfying("doctor", text -> assertThat(text).contains("evt_"));
      assertThat(said.keySet().stream().map(command -> command.split(" ", 2)[0]))
          .contains("hold", "release", "replay", "doctor", "stats", "tail", "verify");
    }
  }

  private void showsTheDelivery(String said) {
    assertThat(said).contains(delivery);
  }

  /// A delivery that waits for its next attempt, and an event that was filtered out.
  private void trouble(LiveHouse house, String name) throws Exception {
    house.answer.set(503);
    String endpoint =
        make(
            house,
            "endpoints",
            "{\"name\":\"%s\",\"url\":\"https://shop.example/\"}".formatted(name));
    make(
        house,
        "subscriptions",
        "{\"name\":\"big\",\"endpoint\":\"%s\",\"types\":[\"sales_order.*\"],\"filter\":\"order.total > 100\"}"
            .formatted(endpoint));
    publish(house, "1284.50");
    event = publish(house, "48.90");
    var retrying = Ask.of("GET /v1/deliveries").query("?state=retrying");
    while (delivery.isEmpty()) {
      delivery = house.ask(200, retrying).at("/items/0/id").asString("");
    }
    house.answer.set(200);
  }

  private static String make(LiveHouse house, String what, String body) throws Exception {
    return house.ask(201, Ask.of("POST /v1/" + what).body(body)).get("id").stringValue();
  }

  private static String publish(LiveHouse house, String total) throws Exception {
    String body =
        "{\"type\":\"sales_order.created\",\"data\":{\"order\":{\"total\":%s}}}".formatted(total);
    return house.ask(202, Ask.of("POST /v1/events").body(body)).get("id").stringValue();
  }

  /// What a reader would have at hand.
  private void files(Caller caller) throws IOException {
    Files.writeString(folder.resolve("body.bin"), "{}");
    Files.writeString(folder.resolve("secret.txt"), SECRET);
    Files.writeString(
        folder.resolve("headers.txt"),
        caller.call("sign", "body.bin", "--secret", "@secret.txt").out());
    Files.writeString(folder.resolve("draft.json"), "{\"types\":[\"sales_order.*\"]}");
    Files.writeString(
        folder.resolve("event.json"), "{\"type\":\"sales_order.created\",\"data\":{}}");
  }

  private static List<String> commands(String page) throws IOException {
    var commands = new ArrayList<String>();
    boolean block = false;
    var prose = new StringBuilder();
    for (String line : Files.readAllLines(Path.of(page))) {
      if (line.startsWith("```")) {
        block = !block;
      } else if (block) {
        commands.add(command(line));
      } else {
        prose.append(line).append(' ');
      }
    }
    CODE.matcher(prose).results().map(code -> command(code.group(1))).forEach(commands::add);
    assertThat(commands).hasSizeGreaterThan(25);
    return commands;
  }

  private static String command(String line) {
    Matcher command = COMMAND.matcher(line);
    assertThat(command.find()).as(line).isTrue();
    return command.group(1).strip();
  }

  /// Some troubles that `doctor` finds are why one reads this page.
  private String run(Caller caller, String command) {
    List<String> words =
        new ArrayList<>(
            WORD.matcher(command)
                .results()
                .map(word -> word.group(1) != null ? word.group(1) : word.group(2))
                .map(word -> Map.of("evt_…", event, "dlv_…", delivery).getOrDefault(word, word))
                .toList());
    if (words.getFirst().equals("tail")) {
      words.addAll(List.of("--for", "100ms"));
    }
    Called called = caller.call(words.toArray(String[]::new));
    boolean mayFail = words.getFirst().equals("doctor");
    assertThat(called.code())
        .as(command + "\n" + called.out() + called.err())
        .isBetween(0, mayFail ? 1 : 0);
    return called.out();
  }
}
