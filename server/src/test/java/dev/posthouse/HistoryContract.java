package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.LiveHouse.Ask;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What happened, as users ask it: counted.
abstract class HistoryContract extends HistoryFixture {
  @Test
  void statistics_count_events_deliveries_and_attempts() throws Exception {
    publish("{'type':'order.made','data':{}}");
    publish("{'type':'order.paid','data':{}}");
    publish("{'type':'else.where','data':{}}");
    settled();

    JsonNode all = stats("").get("items");
    assertThat(all.size()).isEqualTo(1);
    assertThat(all.at("/0/accepted").intValue()).isEqualTo(3);
    assertThat(all.at("/0/unmatched").intValue()).isEqualTo(1);
    assertThat(all.at("/0/delivered").intValue()).isEqualTo(2);
    assertThat(all.at("/0/latency/p99").doubleValue()).isBetween(2.85, 3.15);

    JsonNode byEndpoint = stats("?group=endpoint&step=minute").get("items");
    assertThat(byEndpoint.at("/0/endpoint").stringValue()).isEqualTo(endpoint);
    assertThat(byEndpoint.at("/0/accepted").isNull()).isTrue();
    JsonNode paid = stats("?group=type&type=order.paid&step=day").get("items");
    assertThat(paid.at("/0/attempts").intValue()).isEqualTo(1);
    assertThat(stats("?until=2020-01-01T00:00:00Z").get("items").size()).isZero();
  }

  @Test
  void statistics_say_what_cannot_be_asked() throws Exception {
    var ask = Ask.of("GET /v1/stats");
    for (String query :
        new String[] {
          "?step=week",
          "?group=state",
          "?since=2026-01-01T00:00:00Z&until=2025-01-01T00:00:00Z",
          "?step=minute&since=2020-01-01T00:00:00Z",
          "?type=a&colour=b"
        }) {
      house.ask(422, ask.query(query));
    }
    JsonNode flaw = house.ask(422, ask.query("?step=hour&since=2020-01-01T00:00:00Z"));
    assertThat(flaw.toString()).contains("hours are kept for 90 days");
  }

  private JsonNode stats(String query) throws Exception {
    return house.ask(200, Ask.of("GET /v1/stats").query(query));
  }
}
