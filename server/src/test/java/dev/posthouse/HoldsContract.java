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

/// Pausing and releasing as people see it.
@Timeout(60)
abstract class HoldsContract {
  @TempDir Path folder;
  private LiveHouse house;
  private String endpoint = "";
  private String orders = "";

  abstract Databases.Kind kind();

  @BeforeEach
  void open() throws Exception {
    house = new LiveHouse(kind(), folder);
    endpoint =
        make(
            "endpoints",
            "{\"name\":\"erp\",\"url\":\"https://receiver.example/\",\"concurrency\":1}");
    orders = subscribe("orders", "order.*");
    var _ = subscribe("stock", "stock.*");
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void what_comes_for_a_paused_endpoint_waits_and_is_sent_in_order_when_it_is_released()
      throws Exception {
    JsonNode paused = post("endpoints", endpoint, "pause", "{\"reason\":\"maintenance\"}");
    assertThat(paused.at("/status/hold/state").stringValue()).isEqualTo("paused");
    assertThat(paused.at("/status/hold/reason").stringValue()).isEqualTo("maintenance");
    publish("order.paid", 1, 2, 3);

    assertThat(deliveries("held")).isEqualTo(3);
    assertThat(read("endpoints", endpoint).at("/status/held").intValue()).isEqualTo(3);
    assertThat(house.sent).isEmpty();
    post("endpoints", endpoint, "release", "");

    until(() -> deliveries("delivered") == 3);
    assertThat(house.sent).extracting(HoldsContract::number).containsExactly("1", "2", "3");
    until(() -> read("endpoints", endpoint).at("/status/hold").isNull());
  }

  @Test
  void a_paused_subscription_does_not_keep_others_of_its_endpoint_waiting() throws Exception {
    post("subscriptions", orders, "pause", "");
    publish("order.paid", 1, 2);
    publish("stock.low", 3);

    until(() -> deliveries("delivered") == 1);
    assertThat(deliveries("held")).isEqualTo(2);
    assertThat(read("subscriptions", orders).at("/status/held").intValue()).isEqualTo(2);
    assertThat(read("endpoints", endpoint).at("/status/held").intValue()).isZero();
    post("subscriptions", orders, "release", "");

    until(() -> deliveries("delivered") == 3);
    assertThat(house.sent).extracting(HoldsContract::number).containsExactly("3", "1", "2");
    until(() -> read("subscriptions", orders).at("/status/hold").isNull());
    publish("order.paid", 4);
    until(() -> deliveries("delivered") == 4);
  }

  @Test
  void what_waits_may_be_released_slowly_and_paused_again() throws Exception {
    post("subscriptions", orders, "pause", "");
    publish("order.paid", 1, 2, 3);

    JsonNode slow = post("subscriptions", orders, "release", "{\"rate\":\"1/h\"}");
    assertThat(slow.at("/status/hold/state").stringValue()).isEqualTo("releasing");
    until(() -> deliveries("delivered") == 1);
    publish("order.paid", 4);
    assertThat(deliveries("held")).isEqualTo(3);
    post("subscriptions", orders, "pause", "");
    post("subscriptions", orders, "release", "{\"rate\":\"5000/s\"}");

    until(() -> deliveries("delivered") == 4);
    assertThat(house.sent).extracting(HoldsContract::number).containsExactly("1", "2", "3", "4");
    var recorded = house.ask(200, Ask.of("GET /v1/revisions").query("?kind=subscription_hold"));
    assertThat(recorded.get("items").valueStream().map(r -> r.get("action").stringValue()))
        .containsExactly("released", "paused", "released", "paused");
  }

  @Test
  void what_a_deleted_subscription_has_waiting_goes_on() throws Exception {
    post("subscriptions", orders, "pause", "");
    publish("order.paid", 1);
    house.ask(204, Ask.of("DELETE /v1/subscriptions/{id}").id(orders));

    until(() -> deliveries("delivered") == 1);
  }

  private static String number(String sent) {
    return sent.replaceAll(".*\"n\":(\\d+).*", "$1");
  }

  private int deliveries(String state) throws Exception {
    return house
        .ask(200, Ask.of("GET /v1/deliveries").query("?state=" + state))
        .get("items")
        .size();
  }

  private JsonNode read(String what, String id) throws Exception {
    return house.ask(200, Ask.of("GET /v1/" + what + "/{id}").id(id));
  }

  private JsonNode post(String what, String id, String wish, String body) throws Exception {
    var ask = Ask.of("POST /v1/" + what + "/{id}/" + wish).id(id);
    return house.ask(200, body.isEmpty() ? ask : ask.body(body));
  }

  private String make(String what, String body) throws Exception {
    return house.ask(201, Ask.of("POST /v1/" + what).body(body)).get("id").stringValue();
  }

  private String subscribe(String name, String types) throws Exception {
    return make(
        "subscriptions",
        "{\"name\":\"%s\",\"endpoint\":\"%s\",\"types\":[\"%s\"]}"
            .formatted(name, endpoint, types));
  }

  private void publish(String type, int... numbers) throws Exception {
    for (int number : numbers) {
      house.ask(
          202,
          Ask.of("POST /v1/events")
              .body("{\"type\":\"%s\",\"data\":{\"n\":%d}}".formatted(type, number)));
    }
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
