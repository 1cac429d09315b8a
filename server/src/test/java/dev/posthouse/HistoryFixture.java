package dev.posthouse;

import dev.posthouse.LiveHouse.Ask;
import dev.posthouse.testing.Databases;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A house with an endpoint that is subscribed to orders.
@Timeout(60)
abstract class HistoryFixture {
  @TempDir Path folder;
  LiveHouse house;
  String endpoint = "";

  abstract Databases.Kind kind();

  @BeforeEach
  void open() throws Exception {
    house = new LiveHouse(kind(), folder);
    String form = "{'name':'erp','url':'https://erp.example/in'}".replace('\'', '"');
    endpoint = id(house.ask(201, Ask.of("POST /v1/endpoints").body(form)));
    subscribe("'types':['order.*']");
  }

  @AfterEach
  void close() {
    house.close();
  }

  void subscribe(String more) throws Exception {
    String form = "{'name':'orders','endpoint':'" + endpoint + "'," + more + "}";
    house.ask(201, Ask.of("POST /v1/subscriptions").body(form.replace('\'', '"')));
  }

  static String id(JsonNode made) {
    return made.get("id").stringValue();
  }

  /// @param event with single quotes
  String publish(String event) throws Exception {
    return id(house.ask(202, Ask.of("POST /v1/events").body(event.replace('\'', '"'))));
  }

  /// Until all attempts that have begun are settled.
  void settled() throws Exception {
    var open = Ask.of("GET /v1/deliveries").query("?state=pending");
    while (!house.ask(200, open).get("items").isEmpty()) {
      Thread.onSpinWait();
    }
  }
}
