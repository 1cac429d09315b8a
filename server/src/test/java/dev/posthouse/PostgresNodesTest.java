package dev.posthouse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.LiveHouse.Ask;
import dev.posthouse.access.Actor;
import dev.posthouse.access.Trail;
import dev.posthouse.event.EndpointId;
import dev.posthouse.store.StoreException;
import dev.posthouse.testing.Databases;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Two nodes on one database: what one changes is so on the other when that has looked, which it
/// does every second.
@Timeout(60)
class PostgresNodesTest {
  private static final String ENDPOINT = "{\"name\":\"erp\",\"url\":\"https://a.example/\"}";
  private static final String KEY = "{\"name\":\"erp\",\"roles\":[\"read\",\"manage\"]}";

  private static final String ALL = "{\"name\":\"all\",\"endpoint\":\"%s\",\"types\":[\"*\"]}";

  private static final String EVENT = "{\"type\":\"order.made\",\"data\":{}}";

  @TempDir Path folder;
  @TempDir Path elsewhere;
  private LiveHouse one;
  private LiveHouse other;

  @BeforeEach
  void open() throws Exception {
    one = new LiveHouse(Databases.Kind.POSTGRES, folder);
    other = one.next("other");
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
  }

  @Test
  void a_key_is_made_narrowed_and_revoked_on_the_other_node_too_and_its_streams_end()
      throws Exception {
    JsonNode made = one.ask(201, Ask.of("POST /v1/keys").body(KEY));
    String key = made.get("secret").stringValue();
    var list = Ask.of("GET /v1/events").key(key);
    other.ask(401, list);
    assertThat(other.app.journal.follow()).isTrue();
    other.ask(200, list);

    try (var client = HttpClient.newHttpClient();
        InputStream stream = stream(client, key)) {
      var delete = Ask.of("DELETE /v1/keys/{id}").id(made.get("id").stringValue());
      one.ask(204, delete);
      assertThat(other.app.journal.follow()).isTrue();

      other.ask(401, list);
      assertThat(new String(stream.readAllBytes(), UTF_8)).endsWith(": bye\n\n");
    }
  }

  private InputStream stream(HttpClient client, String key) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(other.url() + "/v1/stream"))
            .header("Authorization", "Bearer " + key)
            .build();
    return client.send(request, BodyHandlers.ofInputStream()).body();
  }

  @Test
  void what_both_change_in_turn_is_one_record_and_in_force_on_both() throws Exception {
    String id = one.ask(201, Ask.of("POST /v1/endpoints").body(ENDPOINT)).get("id").stringValue();
    other.ask(200, Ask.of("PATCH /v1/endpoints/{id}").id(id).body("{\"concurrency\":3}"));
    assertThat(one.app.journal.follow()).isTrue();

    JsonNode seen = one.ask(200, Ask.of("GET /v1/endpoints/{id}").id(id));
    assertThat(seen.get("concurrency").intValue()).isEqualTo(3);
    assertThat(one.ask(200, Ask.of("GET /v1/revisions/verification")).get("whole").booleanValue())
        .isTrue();
    one.ask(204, Ask.of("DELETE /v1/endpoints/{id}").id(id));
    other.ask(404, Ask.of("PATCH /v1/endpoints/{id}").id(id).body("{\"concurrency\":3}"));
    other.ask(404, Ask.of("GET /v1/endpoints/{id}").id(id));
  }

  @Test
  void a_node_that_cannot_read_what_is_configured_answers_nothing_until_it_can() throws Exception {
    try (LiveHouse stranger = one.next("stranger", elsewhere)) {
      String id = one.ask(201, Ask.of("POST /v1/endpoints").body(ENDPOINT)).get("id").stringValue();
      stranger.ask(202, Ask.of("POST /v1/events").body(EVENT));
      assertThatThrownBy(stranger.app.journal::follow)
          .isInstanceOf(StoreException.class)
          .hasMessageContainingAll(id, "All nodes need the same POSTHOUSE_SECRET_KEY");

      assertThat(reason(stranger)).isEqualTo("configuration_behind");
      stranger.ask(503, Ask.of("POST /v1/events").body(EVENT));
      assertThat(status(stranger, "GET /v1/endpoints")).isEqualTo(503);
      assertThat(status(stranger, "POST /in/src_1")).isEqualTo(503);
      assertThat(status(stranger, "GET /healthz")).isEqualTo(200);
      stranger.app.housekeepingStep();
      assertThat(stranger.app.journal.behind()).isPresent();

      one.ask(204, Ask.of("DELETE /v1/endpoints/{id}").id(id));
      assertThat(stranger.app.journal.follow()).isTrue();
      stranger.ask(200, Ask.of("GET /readyz"));
      stranger.ask(202, Ask.of("POST /v1/events").body(EVENT));
    }
  }

  @Test
  void what_a_node_puts_apart_that_has_not_heard_of_a_release_is_sent_when_it_has()
      throws Exception {
    String subscription = subscription();
    one.ask(200, Ask.of("POST /v1/subscriptions/{id}/pause").id(subscription));
    assertThat(other.app.journal.follow()).isTrue();
    release(subscription);
    other.ask(202, Ask.of("POST /v1/events").body(EVENT));
    assertThat(delivered()).isZero();

    assertThat(other.app.journal.follow()).isTrue();

    while (delivered() == 0) {
      other.tick();
    }
  }

  @Test
  void what_a_node_has_put_apart_that_is_no_more_is_sent_by_another() throws Exception {
    String subscription = subscription();
    one.ask(200, Ask.of("POST /v1/subscriptions/{id}/pause").id(subscription));
    try (LiveHouse third = one.next("third")) {
      release(subscription);
      third.ask(202, Ask.of("POST /v1/events").body(EVENT));
    }

    one.app.bulk.everyMinute();

    while (delivered() == 0) {
      one.tick();
    }
  }

  @Test
  void a_job_waits_for_what_is_due_on_any_node() throws Exception {
    String endpoint = made("endpoints", ENDPOINT);
    made("subscriptions", ALL.formatted(endpoint));
    for (int i = 0; i < 3; i++) {
      one.ask(202, Ask.of("POST /v1/events").body(EVENT));
    }
    while (delivered() < 3) {
      one.tick();
    }
    othersHave(501, endpoint);

    String job =
        one.ask(
                202,
                Ask.of("POST /v1/replays")
                    .body("{\"since\":\"2020-01-02T00:00:00Z\",\"rate\":\"1/s\"}"))
            .get("id")
            .stringValue();
    while (!job(job).get("waitsFor").isString()) {
      one.tick();
    }
    assertThat(job(job).at("/progress/deliveries").intValue()).isEqualTo(1);
    one.app.ledger.change(db -> db.execute("delete from waiting where event < 0")).join();

    while (!job(job).get("state").stringValue().equals("done")) {
      one.tick();
    }
    assertThat(job(job).at("/progress/deliveries").intValue()).isEqualTo(3);
  }

  private void othersHave(int deliveries, String endpoint) {
    one.app
        .ledger
        .change(db ->
            db.execute(
                """
                insert into waiting (event, id, tenant, endpoint, subscription, revision, due,
                  scheduled, attempts, counted, extra, owner, mark)
                select -n, n, 1, ?, 1, 1, 0, 0, 0, 0, 0, ?, 0 from generate_series(1, ?) n
                """,
                EndpointId.parse(endpoint).value(),
                other.app.ledger.epoch(),
                deliveries))
        .join();
  }

  private JsonNode job(String id) throws Exception {
    return one.ask(200, Ask.of("GET /v1/replays/{id}").id(id));
  }

  /// Of everything, on the first node.
  private String subscription() throws Exception {
    return made("subscriptions", ALL.formatted(made("endpoints", ENDPOINT)));
  }

  private String made(String what, String body) throws Exception {
    return one.ask(201, Ask.of("POST /v1/" + what).body(body)).get("id").stringValue();
  }

  /// Through on the first node when it returns.
  private void release(String subscription) throws Exception {
    one.ask(200, Ask.of("POST /v1/subscriptions/{id}/release").id(subscription));
    var read = Ask.of("GET /v1/subscriptions/{id}").id(subscription);
    while (one.ask(200, read).at("/status/hold").isObject()) {
      one.tick();
    }
  }

  private int delivered() throws Exception {
    var list = Ask.of("GET /v1/deliveries").query("?state=delivered");
    return one.ask(200, list).get("items").size();
  }

  private static int status(LiveHouse node, String route) throws Exception {
    return node.response(Ask.of(route)).statusCode();
  }

  private static String reason(LiveHouse node) throws Exception {
    return node.ask(503, Ask.of("GET /readyz")).at("/reasons/0/code").stringValue();
  }

  @Test
  void who_changes_something_while_another_node_does_is_told_to_come_again() throws Exception {
    var entry = new Trail.Entry(Trail.HOUSE, Trail.Kind.SECRET_KEY, 0, "rotated", "", "{}");
    Trail.Step<Long> slow =
        pen -> {
          sneaked(() -> other.ask(201, Ask.of("POST /v1/keys").body(KEY)));
          pen.commit(Actor.SYSTEM, List.of(entry), db -> {});
          return pen.next();
        };
    assertThatThrownBy(() -> one.app.journal.change(slow))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("send it again");

    one.ask(201, Ask.of("POST /v1/keys").body(KEY));
    assertThat(one.ask(200, Ask.of("GET /v1/keys")).get("items").size()).isEqualTo(2);
  }

  private static void sneaked(Callable<?> action) {
    try {
      var _ = action.call();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
