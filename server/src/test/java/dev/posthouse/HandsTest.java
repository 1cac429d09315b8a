package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.LiveHouse.Ask;
import dev.posthouse.cli.Caller;
import dev.posthouse.cli.Caller.Called;
import dev.posthouse.testing.Databases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// The commands of daily life against the real house: looking, retrying, keys, doctor, backup.
class HandsTest {
  @TempDir Path folder;
  private LiveHouse house;

  @BeforeEach
  void open() throws Exception {
    house = new LiveHouse(Databases.Kind.SQLITE, folder);
    String endpoint =
        house
            .ask(
                201,
                Ask.of("POST /v1/endpoints")
                    .body(
                        """
                        {"name":"仓库","url":"https://shop.example/hook",
                         "retry":{"strategy":"fixed","delay":"1h","maxAttempts":5}}
                        """))
            .path("id")
            .stringValue();
    house.ask(
        201,
        Ask.of("POST /v1/subscriptions")
            .body(
                """
                {"name":"s","endpoint":"%s","types":["sales_order.*"]}
                """
                    .formatted(endpoint)));
  }

  @AfterEach
  void close() {
    house.close();
  }

  private Caller caller() {
    return new Caller(folder)
        .on(new OwnPremises(folder.resolve("data"), ""))
        .set("POSTHOUSE_URL", house.url())
        .set("POSTHOUSE_KEY", LiveHouse.ADMIN);
  }

  private Called call(String... words) {
    return caller().call(words);
  }

  private String done(String... words) {
    Called called = call(words);
    assertThat(called.code()).as(called.err() + called.out()).isZero();
    return called.out();
  }

  private static String found(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group();
  }

  /// Once its first attempt is over.
  private String delivery(String state) throws InterruptedException {
    String list = "";
    for (int i = 0; i < 200 && list.isEmpty(); i++) {
      list = found("(?s).*", done("deliveries", "--endpoint", "仓库", "--state", state));
      list = list.contains("dlv_") ? list : "";
      if (list.isEmpty()) {
        house.app.ledger.awaitWork(Duration.ofMillis(20));
      }
    }
    return found("dlv_\\w+", list);
  }

  @Test
  void an_event_is_followed_to_what_was_answered_and_tried_again() throws Exception {
    house.answer.set(503);
    String event = found("evt_\\w+", done("send", "sales_order.created", "--subject", "order/7"));
    done("send", "nobody.asked");

    assertThat(done("events"))
        .containsPattern("ACCEPTED +EVENT +TYPE +SUBJECT +SENT\n")
        .containsPattern(event + " +sales_order.created +order/7 +yes\n");
    assertThat(done("events", "--unmatched", "--since", "1h"))
        .contains("nobody.asked")
        .doesNotContain(event);
    String delivery = delivery("retrying");
    assertThat(done("events", event)).contains("order/7", delivery, "retrying", "next 2");
    assertThat(done("deliveries", delivery))
        .contains("仓库", "> POST https://shop.example/hook", "> webhook-id: ", "< 503", "< thanks");

    assertThat(done("deliveries", "--status", "503", "--subject", "order/7")).contains(delivery);
    String attempts = done("attempts", "--status", "503", "--delivery", delivery);
    assertThat(attempts).containsPattern("STARTED +ATTEMPT +TYPE");
    assertThat(done("attempts", found("att_\\w+", attempts)))
        .contains("> POST https://shop.example/hook", "> Host: shop.example", "> {\"type\":")
        .contains("SUBSCRIPTION REVISION", "< 503", "< thanks");
    assertThat(done("attempts", "--failed", "--error", "unsent")).isEqualTo("Nothing there.\n");
    assertThat(done("deliveries", "--error", "unreachable")).isEqualTo("Nothing there.\n");
    assertThat(done("events", "--actor", "nobody")).isEqualTo("Nothing there.\n");

    house.answer.set(200);
    assertThat(done("retry", delivery)).isEqualTo(delivery + " will be tried at once.\n");
    assertThat(delivery("delivered")).isEqualTo(delivery);
    assertThat(done("deliveries", delivery, "--json")).contains("\"attemptList\"");
    assertThat(call("retry", "dlv_0000000000000000000000000").err()).contains("dlv_0");
  }

  @Test
  void lists_go_on_where_they_ended() {
    done("send", "a.b");
    done("send", "a.c");

    String first = done("events", "--limit", "1");
    String cursor = found("--cursor \\S+", first).substring("--cursor ".length());
    assertThat(first).contains("a.c").doesNotContain("a.b");
    assertThat(done("events", "--limit", "1", "--cursor", cursor))
        .contains("a.b")
        .doesNotContain("a.c");
    assertThat(done("events", "--until", "2020-01-01")).isEqualTo("Nothing there.\n");
    assertThat(call("events", "--since", "2026-99-99").code()).isEqualTo(2);
  }

  @Test
  void what_lies_far_back_is_looked_for_until_it_is_found() throws Exception {
    var hers = Ask.of("POST /v1/events").body("{\"type\":\"a.b\",\"actor\":\"mei\",\"data\":{}}");
    String event = house.ask(202, hers).path("id").stringValue();
    String others =
        "[" + String.join(",", Collections.nCopies(500, "{\"type\":\"a.c\",\"data\":{}}")) + "]";
    for (int sent = 0; sent < 12_000; sent += 500) {
      house.ask(202, Ask.of("POST /v1/events/batch").body(others));
    }

    assertThat(house.ask(200, Ask.of("GET /v1/events").query("?actor=mei")).path("next").isNull())
        .isFalse();
    assertThat(done("events", "--actor", "mei")).contains(event);
    assertThat(done("events", "--actor", "nobody")).isEqualTo("Nothing there.\n");
  }

  @Test
  void an_endpoint_is_shown_and_tried() {
    assertThat(done("endpoint")).contains("仓库").contains("healthy");
    assertThat(done("endpoint", "仓库")).contains("https://shop.example/hook").contains("LANE");
    assertThat(done("endpoint", "test", "仓库")).contains("< 200").contains("It works: ");

    house.answer.set(500);
    Called failed = call("endpoint", "test", "仓库");
    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.out()).contains("< 500").contains("It does not work");
    assertThat(call("endpoint", "nobody").err()).contains("there are: 仓库");
    assertThat(call("endpoint", "test").code()).isEqualTo(2);
  }

  @Test
  void what_happens_is_shown_as_it_happens_and_counted() throws Exception {
    house.answer.set(503);
    var over = new AtomicBoolean();
    Thread publishing =
        Thread.startVirtualThread(() -> {
          for (int i = 0; !over.get(); i++) {
            call("send", i % 2 == 0 ? "nobody.asked" : "sales_order.created");
          }
        });
    String seen;
    try {
      seen = done("tail", "--for", "1s");
    } finally {
      over.set(true);
      publishing.join();
    }

    assertThat(seen)
        .startsWith("TIME  ")
        .containsPattern("sales_order.created    仓库           503 .*  1  again in \\d+ min\n")
        .containsPattern("nobody.asked           – sent nowhere: explain evt_\\w+\n");
    assertThat(done("tail", "--for", "50ms", "--json")).isEmpty();

    assertThat(done("stats")).containsPattern("EVENTS +DELIVERIES +ATTEMPTS .* p99 ms\n\\d+ +");
    assertThat(done("stats", "--by", "endpoint", "--step", "hour")).contains("仓库");
    assertThat(done("stats", "--until", "2020-01-01", "--since", "2019-12-31"))
        .isEqualTo("Nothing there.\n");
    assertThat(call("stats", "--step", "year").code()).isEqualTo(1);
  }

  @Test
  void keys_are_made_listed_and_taken_back() {
    String made = done("keys", "make", "ERP", "--role", "publish,read", "--rate", "100/min");
    String key = found("key_\\w+", made);
    String secret = made.lines().toList().getLast().strip();
    Caller erp = caller().set("POSTHOUSE_KEY", secret);

    assertThat(erp.call("send", "a.b").code()).isZero();
    assertThat(done("keys")).containsPattern(key + " +ERP +publish, read +").doesNotContain(secret);
    assertThat(done("keys", "revoke", key)).contains(key);
    assertThat(erp.call("send", "a.b").err()).contains("Check POSTHOUSE_KEY.");
    assertThat(call("keys", "make", "ERP").code()).isEqualTo(2);
    assertThat(call("keys", "burn", "ERP").code()).isEqualTo(2);
  }

  @Test
  void the_doctor_says_what_is_wrong_and_what_to_do() {
    assertThat(done("doctor"))
        .contains("✓ server: takes events at " + house.url())
        .contains("✓ key: ", "✓ clock: ", "✓ endpoint 仓库: healthy", "All is well.");

    done("send", "nobody.asked");
    house.answer.set(500);
    Called bad = call("doctor", "--send");
    assertThat(bad.code()).isEqualTo(1);
    assertThat(bad.out())
        .contains("✗ endpoint 仓库: the test event failed: 500")
        .contains("posthouse endpoint test \"仓库\"")
        .containsPattern(
            "! events: in the last hour some went nowhere, such as nobody.asked evt_\\w+")
        .containsPattern("posthouse explain evt_\\w+")
        .contains("1 bad, 1 to look after.");
    assertThat(
            JsonMapper.shared().readTree(call("doctor", "--json").out()).path("grade").asString())
        .isEqualTo("care");
    assertThat(caller().set("POSTHOUSE_KEY", "wrong").call("doctor").out()).contains("✗ ");
    assertThat(caller().set("POSTHOUSE_URL", "http://127.0.0.1:1").call("doctor").out())
        .contains("✗ no server at http://127.0.0.1:1");
  }

  @Test
  void a_copy_of_the_database_is_made_while_the_server_writes() throws Exception {
    done("send", "a.b");

    String copied = done("backup", "copy.db");

    assertThat(copied).contains("1 events").contains("secret.key");
    try (var db = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("copy.db"));
        var statement = db.createStatement();
        var rows = statement.executeQuery("select type from event")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo("a.b");
    }
    assertThat(Files.readAllBytes(folder.resolve("copy.db"))).isNotEmpty();
    assertThat(folder.resolve("copy.db.part")).doesNotExist();
    assertThat(done("send", "a.c")).contains("evt_");
    assertThat(call("backup", "copy.db").err()).contains("exists already");
    assertThat(
            new Caller(folder)
                .on(new OwnPremises(folder.resolve("nowhere"), ""))
                .call("backup", "x.db")
                .err())
        .contains("pg_dump");
  }
}
