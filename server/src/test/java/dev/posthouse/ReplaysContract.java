package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.LiveHouse.Ask;
import dev.posthouse.testing.Databases;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Work in bulk as its users see it.
@Timeout(60)
abstract class ReplaysContract {
  private static final String SINCE = "\"since\":\"2020-01-02T00:00:00Z\"";

  @TempDir Path folder;
  private LiveHouse house;
  private String endpoint = "";

  abstract Databases.Kind kind();

  @BeforeEach
  void open() throws Exception {
    house = new LiveHouse(kind(), folder);
    endpoint =
        house
            .ask(
                201,
                Ask.of("POST /v1/endpoints")
                    .body("{\"name\":\"erp\",\"url\":\"https://receiver.example/hook\"}"))
            .get("id")
            .stringValue();
    subscribe("all", "order.*");
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void events_are_sent_once_more_as_planned() throws Exception {
    publish("order.created", 1);
    publish("order.paid", 2);
    publish("order.paid", 3);
    settled(3);
    String form = "{" + SINCE + ",\"types\":[\"order.paid\"],\"filter\":\"n > 2\"}";

    JsonNode plan = house.ask(200, Ask.of("POST /v1/replays").query("?dryRun=true").body(form));
    assertThat(plan.at("/plan/count").intValue()).isEqualTo(1);
    assertThat(plan.at("/plan/complete").booleanValue()).isTrue();
    JsonNode done = ended(create(form));

    assertThat(done.at("/plan/count").intValue()).isEqualTo(1);
    assertThat(done.at("/plan/first")).isEqualTo(plan.at("/plan/first"));
    assertThat(done.at("/progress/deliveries").intValue()).isEqualTo(1);
    settled(4);
    assertThat(house.sent).last().asString().contains("\"n\":3");
  }

  @Test
  void a_tenant_has_so_many_open_jobs_and_no_more_and_others_theirs() throws Exception {
    String form = "{" + SINCE + ",\"types\":[\"none.such\"],\"start\":false}";
    String first = create(form);
    for (int i = 1; i < 100; i++) {
      create(form);
    }
    house.ask(422, Ask.of("POST /v1/replays").body(form));
    house.ask(422, Ask.of("DELETE /v1/events").query("?subject=anna"));
    house.ask(200, Ask.of("POST /v1/replays/{id}/cancel").id(first));

    create(form);
  }

  @Test
  void a_replay_may_be_for_one_subscription_only() throws Exception {
    publish("order.paid", 1);
    settled(1);
    String late = subscribe("late", "order.*");

    JsonNode done = ended(create("{" + SINCE + ",\"subscription\":\"" + late + "\"}"));

    assertThat(done.at("/progress/deliveries").intValue()).isEqualTo(1);
    settled(2);
    JsonNode theirs =
        house.ask(200, Ask.of("GET /v1/deliveries").query("?subscription=" + late)).get("items");
    assertThat(theirs.size()).isEqualTo(1);
  }

  @Test
  void all_that_failed_at_an_endpoint_is_tried_once_more() throws Exception {
    failsAtOnce();
    for (int i = 0; i < 3; i++) {
      publish("order.paid", i);
    }
    ends("failed", 3);
    house.answer.set(200);

    JsonNode job =
        house.ask(
            202,
            Ask.of("POST /v1/endpoints/{id}/retry-failed").id(endpoint).body("{" + SINCE + "}"));
    JsonNode done = ended(job.get("id").stringValue());

    assertThat(done.at("/plan/count").intValue()).isEqualTo(3);
    assertThat(done.at("/progress/deliveries").intValue()).isEqualTo(3);
    ends("delivered", 3);
    JsonNode theirs =
        house.ask(
            200,
            Ask.of("GET /v1/replays/{id}/deliveries")
                .id(job.get("id").stringValue())
                .query("?limit=2"));
    assertThat(theirs.get("items").size()).isEqualTo(2);
    assertThat(theirs.get("next").isNull()).isFalse();
    String one = theirs.at("/items/0/id").stringValue();
    assertThat(house.ask(200, Ask.of("GET /v1/deliveries/{id}").id(one)).get("jobs"))
        .containsExactly(job.get("id"));
  }

  @Test
  void a_retry_waits_for_memory_to_look_at_a_large_event() throws Exception {
    failsAtOnce();
    house.ask(
        202,
        Ask.of("POST /v1/events")
            .body(
                "{\"type\":\"order.paid\",\"data\":{\"n\":1,\"text\":\"%s\"}}"
                    .formatted("x".repeat(300_000))));
    ends("failed", 1);
    house.answer.set(200);
    var budget = house.app.around.budget();
    long rest = budget.limit() - budget.used() - (1 << 20);
    assertThat(budget.tryTake(rest)).isTrue();
    String form = "{" + SINCE + ",\"filter\":\"n > 0\",\"mode\":\"failed\"}";
    JsonNode plan = house.ask(200, Ask.of("POST /v1/replays").query("?dryRun=true").body(form));
    String job = create(form);
    for (int i = 0; i < 100; i++) {
      house.tick();
    }
    budget.give(rest);

    assertThat(plan.at("/plan/complete").booleanValue()).isFalse();
    assertThat(ended(job).at("/plan/count").intValue()).isEqualTo(1);
    ends("delivered", 1);
  }

  @Test
  void what_failed_at_an_endpoint_that_is_gone_is_left_alone() throws Exception {
    failsAtOnce();
    publish("order.paid", 1);
    ends("failed", 1);
    house.ask(204, Ask.of("DELETE /v1/endpoints/{id}").id(endpoint).query("?cascade=true"));

    JsonNode done = ended(create("{" + SINCE + ",\"mode\":\"failed\"}"));

    assertThat(done.at("/plan/count").intValue()).isZero();
    assertThat(done.at("/progress/deliveries").intValue()).isZero();
    ends("failed", 1);
  }

  private void failsAtOnce() throws Exception {
    house.ask(
        200,
        Ask.of("PATCH /v1/endpoints/{id}")
            .id(endpoint)
            .body(
                "{\"retry\":{\"strategy\":\"list\",\"delays\":[\"1s\"],\"maxAttempts\":1},"
                    + "\"health\":{\"breaker\":false}}"));
    house.answer.set(500);
  }

  @Test
  void a_job_is_planned_started_paused_resumed_and_cancelled_by_people_who_are_on_record()
      throws Exception {
    for (int i = 0; i < 5; i++) {
      publish("order.paid", i);
    }
    settled(5);
    String job = create("{" + SINCE + ",\"rate\":\"1/h\",\"start\":false}");
    until(() -> state(job).equals("planned"));
    JsonNode early = house.ask(409, Ask.of("POST /v1/replays/{id}/pause").id(job));
    assertThat(early.get("detail").stringValue()).contains("has not started", "resume starts it");

    house.ask(200, Ask.of("POST /v1/replays/{id}/resume").id(job));
    until(() -> read(job).at("/progress/deliveries").intValue() == 1);
    house.ask(200, Ask.of("POST /v1/replays/{id}/pause").id(job));
    assertThat(state(job)).isEqualTo("paused");
    house.ask(200, Ask.of("POST /v1/replays/{id}/cancel").id(job));
    house.ask(409, Ask.of("POST /v1/replays/{id}/resume").id(job));

    settled(6);
    var recorded =
        house.ask(200, Ask.of("GET /v1/revisions").query("?kind=job&resource=" + job)).get("items");
    assertThat(recorded.valueStream().map(r -> r.get("action").stringValue()))
        .containsExactly("cancelled", "paused", "resumed", "created");
    assertThat(house.ask(200, Ask.of("GET /v1/replays")).at("/items/0/id").stringValue())
        .isEqualTo(job);
  }

  @Test
  void what_a_subject_has_is_erased_and_a_receipt_remains() throws Exception {
    house.ask(200, Ask.of("PATCH /v1/endpoints/{id}").id(endpoint).body("{\"enabled\":false}"));
    house.ask(
        201,
        Ask.of("POST /v1/subscriptions")
            .body(
                """
                {"name":"changes","endpoint":"%s","types":["order.*"],
                 "onlyIfChanged":{"subject":"n","fields":["n"],"changes":true}}
                """
                    .formatted(endpoint)));
    String anna = "{\"type\":\"order.paid\",\"subject\":\"anna\",\"id\":\"1\",\"data\":{\"n\":1}}";
    house.ask(202, Ask.of("POST /v1/events").body(anna));
    publish("order.paid", 2);

    var erase = Ask.of("DELETE /v1/events").query("?subject=anna");
    String id = house.ask(202, erase).get("id").stringValue();
    until(() -> erasure(id).get("state").stringValue().equals("done"));

    JsonNode receipt = erasure(id);
    assertThat(receipt.at("/erased/events").intValue()).isEqualTo(1);
    assertThat(receipt.at("/erased/cancelled").intValue()).isEqualTo(1);
    assertThat(receipt.toString()).doesNotContain("anna");
    assertThat(house.ask(200, Ask.of("GET /v1/revisions")).toString()).doesNotContain("anna");
    assertThat(orders()).isEqualTo(1);
    assertThat(remembered()).isEqualTo(1);
    assertThat(house.app.ledger.backlog().total()).isEqualTo(1);
    house.ask(202, Ask.of("POST /v1/events").body(anna));
    assertThat(orders()).isEqualTo(2);
    house.ask(422, Ask.of("DELETE /v1/events"));
  }

  @Test
  void each_wish_to_erase_is_about_what_was_accepted_until_then() throws Exception {
    String anna = "{\"type\":\"order.paid\",\"subject\":\"anna\",\"data\":{\"n\":1}}";
    var erase = Ask.of("DELETE /v1/events").query("?subject=anna");
    house.ask(202, Ask.of("POST /v1/events").body(anna));
    String first = house.ask(202, erase).get("id").stringValue();
    house.ask(202, Ask.of("POST /v1/events").body(anna));
    String second = house.ask(202, erase).get("id").stringValue();

    until(() -> erasure(first).get("state").stringValue().equals("done"));
    until(() -> erasure(second).get("state").stringValue().equals("done"));

    assertThat(orders()).isZero();
  }

  @Test
  void what_was_given_to_compare_a_subject_with_is_erased_with_it() throws Exception {
    String changes =
        house
            .ask(
                201,
                Ask.of("POST /v1/subscriptions")
                    .body(
                        """
                        {"name":"changes","endpoint":"%s","types":["order.*"],
                         "onlyIfChanged":{"fields":["n"]}}
                        """
                            .formatted(endpoint)))
            .get("id")
            .stringValue();
    String given =
        """
        [{"type":"order.paid","subject":"anna","data":{"n":1}},
         {"type":"order.paid","subject":"ben","data":{"n":1}}]
        """;
    house.ask(200, Ask.of("POST /v1/subscriptions/{id}/baseline").id(changes).body(given));
    assertThat(remembered()).isEqualTo(2);

    var erase = Ask.of("DELETE /v1/events").query("?subject=anna");
    String id = house.ask(202, erase).get("id").stringValue();
    until(() -> erasure(id).get("state").stringValue().equals("done"));

    assertThat(remembered()).isEqualTo(1);
  }

  private int remembered() {
    return house.app.ledger.read(
        db -> db.select("select count(*) from fingerprint").mapTo(Integer.class).one());
  }

  private int orders() throws Exception {
    return house.ask(200, Ask.of("GET /v1/events").query("?type=order.paid")).get("items").size();
  }

  private JsonNode erasure(String id) throws Exception {
    return house.ask(200, Ask.of("GET /v1/erasures/{id}").id(id));
  }

  private String create(String form) throws Exception {
    return house.ask(202, Ask.of("POST /v1/replays").body(form)).get("id").stringValue();
  }

  private JsonNode ended(String job) throws Exception {
    until(() -> state(job).equals("done"));
    return read(job);
  }

  private String state(String job) throws Exception {
    return read(job).get("state").stringValue();
  }

  private JsonNode read(String job) throws Exception {
    return house.ask(200, Ask.of("GET /v1/replays/{id}").id(job));
  }

  private String subscribe(String name, String types) throws Exception {
    return house
        .ask(
            201,
            Ask.of("POST /v1/subscriptions")
                .body(
                    "{\"name\":\"%s\",\"endpoint\":\"%s\",\"types\":[\"%s\"]}"
                        .formatted(name, endpoint, types)))
        .get("id")
        .stringValue();
  }

  private void publish(String type, int number) throws Exception {
    house.ask(
        202,
        Ask.of("POST /v1/events")
            .body("{\"type\":\"%s\",\"data\":{\"n\":%d}}".formatted(type, number)));
  }

  private void settled(int deliveries) throws Exception {
    ends("delivered", deliveries);
  }

  private void ends(String state, int deliveries) throws Exception {
    until(() ->
        house.ask(200, Ask.of("GET /v1/deliveries").query("?state=" + state)).get("items").size()
            == deliveries);
  }

  interface Condition {
    boolean holds() throws Exception;
  }

  private void until(Condition condition) throws Exception {
    while (!condition.holds()) {
      house.tick();
    }
  }
}
