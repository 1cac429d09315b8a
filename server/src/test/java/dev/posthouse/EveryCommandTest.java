package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.LiveHouse.Ask;
import dev.posthouse.cli.Caller;
import dev.posthouse.cli.Caller.Called;
import dev.posthouse.cli.Commands;
import dev.posthouse.testing.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// What every command keeps to: asked for JSON it prints JSON and nothing else, and it ends with 0
/// when all was done, 1 when something was refused or failed, 2 when it was called wrongly.
class EveryCommandTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  /// They work by themselves; `trigger` sends to a receiver, and without a type to nobody.
  private static final Set<String> ASK_NO_SERVER =
      Set.of("sign", "verify", "completion", "backup", "trigger");

  /// They tell what happens, each in a line.
  private static final Set<List<String>> LINES =
      Set.of(List.of("tail", "--for", "50ms"), List.of("listen"), List.of("audit", "export"));

  @TempDir static Path home;
  private static LiveHouse house;
  private static String subscription = "";
  private static String event = "";

  /// Where the commands are called.
  @TempDir Path folder;

  /// A call, and how it ends.
  private record Row(int code, List<String> words) {
    static Row of(int code, String... words) {
      return new Row(code, List.of(words));
    }

    String command() {
      return words.getFirst();
    }
  }

  @BeforeAll
  static void open() throws Exception {
    house = new LiveHouse(Databases.Kind.SQLITE, home);
    String endpoint = made("endpoints", "{\"name\":\"erp\",\"url\":\"https://erp.example/\"}");
    subscription =
        made(
            "subscriptions",
            """
            {"name":"all","endpoint":"%s","types":["*"],
             "onlyIfChanged":{"subject":"id","fields":["total"]}}
            """
                .formatted(endpoint));
    event =
        house
            .ask(202, Ask.of("POST /v1/events").body("{\"type\":\"a.b\",\"data\":{}}"))
            .get("id")
            .stringValue();
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static String made(String what, String body) throws Exception {
    return house.ask(201, Ask.of("POST /v1/" + what).body(body)).get("id").stringValue();
  }

  @BeforeEach
  void files() throws IOException {
    house.answer.set(200);
    write("draft.json", "{\"types\":[\"*\"]}");
    write("body", "{}");
    write(
        "shop.yaml",
        "webhooks:\n  - name: shop\n    url: https://shop.example/\n    events: [a.b]\n");
    write("odd.yaml", "webhooks:\n  - name: odd\n");
    write("odd.ndjson", "{\"type\":\"a.b\",\"data\":1}\n{\"type\":\"no such\",\"data\":1}\n");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  /// With everything in place; those that listen are told to end.
  private List<Row> calls() {
    return List.of(
        Row.of(0, "apply", "-f", "shop.yaml"),
        Row.of(0, "export"),
        Row.of(0, "preview", "-f", "draft.json", "--sample", "sales_order.created"),
        Row.of(0, "send", "a.b"),
        Row.of(0, "events"),
        Row.of(0, "events", event),
        Row.of(0, "deliveries"),
        Row.of(0, "attempts"),
        Row.of(0, "explain", event),
        Row.of(0, "retry", "--failed", "erp"),
        Row.of(0, "replay", "--since", "1h", "--dry-run"),
        Row.of(0, "replay"),
        Row.of(0, "hold", "erp"),
        Row.of(0, "release", "erp"),
        Row.of(0, "hold", subscription),
        Row.of(0, "stats"),
        Row.of(0, "tail", "--for", "50ms"),
        Row.of(0, "baseline", "--subscription", subscription, "--from-history"),
        Row.of(0, "endpoint"),
        Row.of(0, "endpoint", "erp"),
        Row.of(0, "endpoint", "test", "erp"),
        Row.of(0, "sign", "body", "--secret", SECRET),
        Row.of(1, "verify", "body", "--secret", SECRET, "-H", "webhook-id: 1"),
        Row.of(0, "keys"),
        Row.of(0, "keys", "make", "erp", "--role", "read"),
        Row.of(0, "audit", "verify"),
        Row.of(0, "audit", "export"),
        Row.of(0, "listen"),
        Row.of(0, "trigger"),
        Row.of(0, "trigger", "github.push", "--print"),
        Row.of(0, "shopify"),
        Row.of(0, "shopify", "shops"),
        Row.of(0, "rotate-key", "--status"),
        Row.of(0, "doctor"),
        Row.of(0, "backup", "copy.db"),
        Row.of(0, "completion", "bash"));
  }

  @Test
  void asked_for_json_it_prints_json_and_nothing_else() {
    for (Row row : about(calls())) {
      Called called = called(row, "--json");
      Stream<String> texts =
          LINES.contains(row.words()) ? called.out().lines() : Stream.of(called.out());
      texts.forEach(text ->
          assertThat(JsonMapper.shared().readTree(text).isContainer()).as("%s", row).isTrue());
    }
  }

  @Test
  void a_server_that_is_not_there_is_a_1() {
    for (Row row : about(calls())) {
      boolean alone = ASK_NO_SERVER.contains(row.command());
      Called called = caller().set("POSTHOUSE_URL", "http://127.0.0.1:1").call(words(row));
      assertThat(called.code()).as("%s %s", row, called.err()).isEqualTo(alone ? row.code() : 1);
      assertThat((called.out() + called.err()).contains("no server at")).isEqualTo(!alone);
    }
  }

  @Test
  void a_key_that_the_server_does_not_know_is_a_1() {
    for (Row row : about(calls())) {
      boolean alone = ASK_NO_SERVER.contains(row.command());
      Called called = caller().set("POSTHOUSE_KEY", "nobody's").call(words(row));
      assertThat(called.code()).as("%s %s", row, called.err()).isEqualTo(alone ? row.code() : 1);
      assertThat((called.out() + called.err()).contains("Check POSTHOUSE_KEY")).isEqualTo(!alone);
    }
  }

  /// Words that make no sense together, beside options that nobody knows.
  @Test
  void a_wrong_call_is_a_2() {
    ends(
        about(
            List.of(
                Row.of(2, "apply", "-f", "shop.yaml", "--set", "NAME"),
                Row.of(2, "export", "all"),
                Row.of(2, "preview", "-f", "draft.json", "--sample", "a.b", "--last", "2"),
                Row.of(2, "send"),
                Row.of(2, "send", "a.b", "--data", "{"),
                Row.of(2, "events", "--since", "2026-13-45"),
                Row.of(2, "deliveries", "--limit", "few"),
                Row.of(2, "attempts", "--until", "2026-13-45"),
                Row.of(2, "explain"),
                Row.of(2, "retry"),
                Row.of(2, "replay", "--since", "1h", "job_1"),
                Row.of(2, "hold"),
                Row.of(2, "release"),
                Row.of(2, "stats", "--since", "2026-13-45"),
                Row.of(2, "tail", "erp"),
                Row.of(2, "baseline", "--subscription", "all"),
                Row.of(2, "endpoint", "erp", "test"),
                Row.of(2, "sign", "body"),
                Row.of(2, "verify", "body", "--secret", SECRET, "-H", "nothing"),
                Row.of(2, "keys", "make", "erp"),
                Row.of(2, "audit", "verify", "--noted", "7"),
                Row.of(2, "listen", "--forward", "localhost"),
                Row.of(2, "trigger", "github.nothing"),
                Row.of(2, "trigger", "github.push", "--url", "localhost"),
                Row.of(2, "shopify", "toml"),
                Row.of(2, "rotate-key", "now"),
                Row.of(2, "doctor", "--send=maybe"),
                Row.of(2, "backup"),
                Row.of(2, "completion", "tcsh"))));
  }

  @Test
  void what_is_not_there_is_a_1() {
    String nobody = "nobody";
    ends(
        List.of(
            Row.of(1, "apply", "-f", nobody),
            Row.of(1, "preview", "-f", "draft.json", "--sample", "no.body"),
            Row.of(1, "send", "--sample", "no.body"),
            Row.of(1, "events", "evt_0000000000000"),
            Row.of(1, "deliveries", "dlv_0000000000000"),
            Row.of(1, "deliveries", "--endpoint", nobody),
            Row.of(1, "attempts", "att_0000000000000"),
            Row.of(1, "explain", "evt_0000000000000"),
            Row.of(1, "retry", "dlv_0000000000000"),
            Row.of(1, "retry", "--failed", nobody),
            Row.of(1, "replay", "job_0000000000000"),
            Row.of(1, "replay", "--since", "1h", "--endpoint", nobody),
            Row.of(1, "hold", nobody),
            Row.of(1, "release", "sub_0000000000000"),
            Row.of(1, "stats", "--endpoint", nobody),
            Row.of(1, "tail", "--endpoint", nobody),
            Row.of(1, "baseline", "--subscription", nobody, "--from-history"),
            Row.of(1, "endpoint", nobody),
            Row.of(1, "endpoint", "test", nobody),
            Row.of(1, "sign", nobody, "--secret", SECRET),
            Row.of(1, "verify", nobody, "--secret", SECRET),
            Row.of(1, "keys", "revoke", "key_0000000000000"),
            Row.of(1, "trigger", "github.push", "--url", "http://127.0.0.1:1"),
            Row.of(1, "shopify", "shops", nobody),
            Row.of(1, "shopify", "check", nobody),
            Row.of(1, "shopify", "toml", "sa_0000000000000"),
            Row.of(1, "backup", "body")));
  }

  /// It was done, and the answer is no.
  @Test
  void a_no_is_a_1() {
    house.answer.set(500);
    ends(
        List.of(
            Row.of(1, "apply", "-f", "odd.yaml"),
            Row.of(1, "send", "-f", "odd.ndjson"),
            Row.of(1, "endpoint", "test", "erp"),
            Row.of(1, "verify", "body", "--secret", SECRET, "-H", "webhook-id: 1"),
            Row.of(1, "audit", "verify", "--noted", "1:" + "0".repeat(64)),
            Row.of(1, "trigger", "github.push", "--url", house.url() + "/nowhere"),
            Row.of(1, "doctor", "--send")));
  }

  /// As it is said for people, and for programs.
  private void ends(List<Row> rows) {
    for (Row row : rows) {
      Called plain = caller().call(words(row));
      assertThat(plain.code()).as("%s %s", row, plain).isEqualTo(row.code());
      assertThat(plain.out() + plain.err()).as("%s", row).isNotBlank().doesNotContain("defect");
      assertThat(called(row, "--json").code()).as("%s", row).isEqualTo(row.code());
    }
  }

  private Called called(Row row, String last) {
    Called called =
        caller().call(Stream.concat(row.words().stream(), Stream.of(last)).toArray(String[]::new));
    assertThat(called.code()).as("%s %s", row, called).isEqualTo(row.code());
    return called;
  }

  private static String[] words(Row row) {
    return row.words().toArray(String[]::new);
  }

  /// All of them are there.
  private static List<Row> about(List<Row> rows) {
    assertThat(rows).extracting(Row::command).containsAll(Commands.names());
    return rows;
  }

  private Caller caller() {
    return new Caller(folder)
        .input("q\n")
        .on(new OwnPremises(home.resolve("data"), ""))
        .set("POSTHOUSE_URL", house.url())
        .set("POSTHOUSE_KEY", LiveHouse.ADMIN);
  }
}
