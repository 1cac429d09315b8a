package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.LiveHouse.Ask;
import dev.posthouse.event.EventId;
import dev.posthouse.store.Erasure;
import java.util.ArrayList;
import java.util.List;
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
    assertThat(all.at("/0/bytes").intValue()).isEqualTo(3 * "{}".length());
    assertThat(all.at("/0/delivered").intValue()).isEqualTo(2);
    assertThat(all.at("/0/latency/p99").doubleValue()).isBetween(2.85, 3.15);

    JsonNode byEndpoint = stats("?group=endpoint&step=minute").get("items");
    assertThat(byEndpoint.at("/0/endpoint").stringValue()).isEqualTo(endpoint);
    assertThat(byEndpoint.at("/0/accepted").isNull()).isTrue();
    assertThat(byEndpoint.at("/0/bytes").isNull()).isTrue();
    JsonNode paid = stats("?group=type&type=order.paid&step=day").get("items");
    assertThat(paid.at("/0/attempts").intValue()).isEqualTo(1);
    assertThat(stats("?until=2020-01-01T00:00:00Z").get("items").size()).isZero();
  }

  @Test
  void events_are_found_by_whatever_is_said_about_them() throws Exception {
    String first =
        publish("{'type':'order.made','subject':'o-1','organisation':'north','data':{}}");
    String second =
        publish("{'type':'order.paid','subject':'o-1','actor':'eve','source':'till','data':{}}");
    String third = publish("{'type':'else.where','organisation':'north','data':{}}");

    assertThat(found("events", "?subject=o-1")).containsExactly(second, first);
    assertThat(found("events", "?subject=o-1&organisation=north")).containsExactly(first);
    assertThat(found("events", "?actor=eve&source=till")).containsExactly(second);
    assertThat(found("events", "?organisation=north&unmatched=true")).containsExactly(third);
    assertThat(found("events", "?organisation=south")).isEmpty();
  }

  @Test
  void events_are_found_by_the_fields_of_their_data_that_are_declared_searchable()
      throws Exception {
    String before = publish("{'type':'lab.result','data':{'order':{'id':7}}}");
    declare("lab.result", "order.id", "lines.sku");
    String first = publish("{'type':'lab.result','data':{'order':{'id':7},'lines':[{'sku':'a'}]}}");
    String second =
        publish("{'type':'lab.result','data':{'order':{'id':'7.0'},'lines':[{'sku':'b'},'x']}}");
    publish("{'type':'else.where','data':{'order':{'id':7}}}");

    assertThat(found("events", "?field.order.id=7")).containsExactly(second, first);
    assertThat(found("events", "?field.order.id=7&field.lines.sku=a")).containsExactly(first);
    assertThat(found("events", "?field.order.id=8")).isEmpty();
    assertThat(found("events", "?field.order.id=7&unmatched=true&type=lab.result"))
        .containsExactly(second, first)
        .doesNotContain(before);

    JsonNode flaw = house.ask(422, Ask.of("GET /v1/events").query("?field.order.ids=7"));
    assertThat(flaw.toString()).contains("did you mean", "order.id", "Declare it");
  }

  @Test
  void a_tenant_declares_fields_for_all_its_types_and_they_go_with_the_data() throws Exception {
    String tenant = id(house.ask(200, Ask.of("GET /v1/tenants")).at("/items/0"));
    var ask = Ask.of("PATCH /v1/tenants/{id}").id(tenant);
    house.ask(422, ask.body("{\"searchable\":[\"customer..email\"]}"));
    house.ask(200, ask.body("{\"searchable\":[\"customer.email\"]}"));
    String made = publish("{'type':'order.made','data':{'customer':{'email':'a@b.example'}}}");
    publish("{'type':'order.made','data':{'customer':'a@b.example'}}");
    settled();

    assertThat(found("events", "?field.customer.email=a@b.example")).containsExactly(made);
    house.ask(200, ask.body("{\"searchable\":null}"));
    house.ask(422, Ask.of("GET /v1/events").query("?field.customer.email=a@b.example"));
  }

  private void declare(String type, String... fields) throws Exception {
    String form =
        "{'name':'%s','module':'lab','searchable':['%s'],'versions':[{'version':1,'schema':{},'sample':{}}]}"
            .formatted(type, String.join("','", fields));
    house.ask(201, Ask.of("POST /v1/event-types").body(form.replace('\'', '"')));
  }

  @Test
  void deliveries_are_found_by_what_receivers_answered_and_by_their_events() throws Exception {
    publish("{'type':'order.made','subject':'o-1','data':{}}");
    settled();
    house.answer.set(503);
    publish("{'type':'order.made','subject':'o-2','data':{}}");
    settled();
    house.answer.set(410);
    publish("{'type':'order.paid','subject':'o-3','data':{}}");
    settled();

    assertThat(found("deliveries", "")).hasSize(3);
    List<String> gone = found("deliveries", "?status=410");
    assertThat(gone).hasSize(1);
    assertThat(found("deliveries", "?reason=gone")).isEqualTo(gone);
    assertThat(found("deliveries", "?state=failed&type=order.paid&endpoint=" + endpoint))
        .isEqualTo(gone);
    assertThat(found("deliveries", "?status=503&state=held"))
        .hasSize(1)
        .doesNotContainSequence(gone);
    assertThat(found("deliveries", "?subject=o-1&status=200&state=delivered")).hasSize(1);
    assertThat(found("deliveries", "?subject=o-1&status=503")).isEmpty();
    assertThat(found("deliveries", "?error=timed_out")).isEmpty();
    house.ask(422, Ask.of("GET /v1/deliveries").query("?status=9000"));
    house.ask(422, Ask.of("GET /v1/deliveries").query("?error=lost"));
  }

  @Test
  void attempts_are_listed_by_endpoint_event_delivery_and_outcome() throws Exception {
    String made = publish("{'type':'order.made','data':{}}");
    settled();
    house.answer.set(410);
    String paid = publish("{'type':'order.paid','data':{}}");
    settled();
    publish("{'type':'else.where','data':{}}");

    List<String> all = found("attempts", "?endpoint=" + endpoint);
    assertThat(all).hasSize(2).isEqualTo(found("attempts", ""));
    assertThat(found("attempts", "?event=" + paid)).containsExactly(all.getFirst());
    assertThat(found("attempts", "?status=410")).containsExactly(all.getFirst());
    assertThat(found("attempts", "?failed=true")).containsExactly(all.getFirst());
    String delivery = found("deliveries", "?event=" + made).getFirst();
    assertThat(found("attempts", "?delivery=" + delivery)).containsExactly(all.getLast());
    assertThat(found("attempts", "?error=unreachable")).isEmpty();
    assertThat(found("attempts", "?until=2020-01-01T00:00:00Z")).isEmpty();
    assertThat(found("attempts", "?endpoint=ep_0000000000000")).isEmpty();
  }

  @Test
  void an_attempt_is_shown_as_it_stood_on_the_wire() throws Exception {
    String form =
        "{'name':'lab','endpoint':'%s','types':['lab.*'],'payload':{'id':'{{ n }}','of':'{{ event.type }}'}}"
            .formatted(endpoint);
    house.ask(201, Ask.of("POST /v1/subscriptions").body(form.replace('\'', '"')));
    String event = publish("{'type':'lab.result','data':{'n':7}}");
    settled();
    String id = found("attempts", "?event=" + event).getFirst();
    house.ask(200, Ask.of("PATCH /v1/endpoints/{id}").id(endpoint).body("{\"method\":\"PUT\"}"));

    JsonNode seen = house.ask(200, Ask.of("GET /v1/attempts/{id}").id(id));
    JsonNode request = seen.get("request");
    assertThat(request.get("method").stringValue()).isEqualTo("POST");
    assertThat(request.get("body").stringValue()).isEqualTo("{\"id\":7,\"of\":\"lab.result\"}");
    assertThat(house.sent).contains("/in " + request.get("body").stringValue());
    assertThat(request.get("size").intValue()).isEqualTo(26);
    assertThat(request.get("headers").toString())
        .contains("erp.example", "webhook-signature", "v1,", "User-Agent", "\"26\"");
    assertThat(seen.at("/response/body").stringValue()).isEqualTo("thanks");

    house
        .app
        .ledger
        .change(db ->
            new Erasure(house.app.ledger)
                .strip(db, List.of(EventId.parse(event)), house.app.around.clock().instant()))
        .join();
    JsonNode stripped = house.ask(200, Ask.of("GET /v1/attempts/{id}").id(id)).get("request");
    assertThat(stripped.get("body").isNull()).isTrue();
    assertThat(stripped.at("/lost/en").stringValue()).contains("not kept any more");
    house.ask(404, Ask.of("GET /v1/attempts/{id}").id("att_" + "0".repeat(26)));
  }

  /// All of them, read one by one.
  private List<String> found(String list, String query) throws Exception {
    var ids = new ArrayList<String>();
    String from = query.isEmpty() ? "?limit=1" : query + "&limit=1";
    for (String cursor = ""; cursor != null; ) {
      JsonNode page = house.ask(200, Ask.of("GET /v1/" + list).query(from + cursor));
      page.get("items").forEach(item -> ids.add(id(item)));
      cursor = page.get("next").isNull() ? null : "&cursor=" + page.get("next").stringValue();
    }
    return ids;
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
