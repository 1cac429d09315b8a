package dev.posthouse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.LiveHouse.Ask;
import dev.posthouse.cli.Caller;
import dev.posthouse.cli.Caller.Called;
import dev.posthouse.testing.Databases;
import dev.posthouse.testing.Stalls;
import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.provider.Providers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A shop's orders and the ERP behind it. `orders/updated` tells the whole order again whatever was
/// touched, `orders/cancelled` comes with an `orders/updated` of its own, before or after it, and
/// everything comes twice. What must reach the ERP is one create, one change, one cancel.
@Timeout(60)
abstract class ShopStoryContract {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final String SECRET = "hush";
  private static final String CREATE = "shopify.orders.create";
  private static final String UPDATED = "shopify.orders.updated";
  private static final String CANCELLED = "shopify.orders.cancelled";

  @TempDir Path folder;
  private LiveHouse house;
  private String source = "";
  private String address = "";
  private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  abstract Databases.Kind kind();

  /// When a request began and was answered, in nanoseconds.
  private record Asked(String id, long from, long to) {
    /// Without the time in which the machine did not let this process run.
    Duration took(Stalls stalls) {
      return Duration.ofNanos(to - from - stalls.within(from, to));
    }
  }

  /// One request of the shop; a repetition has the same id.
  private record Told(String id, String type, Instant triggered, String order) {}

  @BeforeEach
  void open() throws Exception {
    house = new LiveHouse(kind(), folder);
    JsonNode made =
        house.ask(
            201,
            Ask.of("POST /v1/sources")
                .body(
                    "{\"name\":\"shop\",\"provider\":\"shopify\",\"secrets\":[\""
                        + SECRET
                        + "\"]}"));
    source = made.get("id").stringValue();
    address = made.get("address").stringValue();
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    house.close();
  }

  @Test
  void without_conditions_the_erp_makes_the_order_anew_with_every_touch() throws Exception {
    String erp = endpoint();
    subscribe(erp, "create", CREATE, "");
    subscribe(erp, "change", UPDATED, "");
    subscribe(erp, "cancel", CANCELLED, "");
    for (Told told : story(1001, true)) {
      tell(told);
    }

    assertThat(await(14)).isEqualTo(Map.of(CREATE, 1L, UPDATED, 12L, CANCELLED, 1L));
  }

  @Test
  void with_a_condition_the_erp_sees_one_create_one_change_and_one_cancel() throws Exception {
    // Code that was never run before is slow: an order that nobody subscribed to warms it.
    for (Told told : story(1000, true)) {
      tell(told);
    }
    watch();
    asked.clear();
    try (var stalls = new Stalls()) {
      for (long order : List.of(1001L, 1002L)) {
        for (Told told : story(order, order == 1001L)) {
          tell(told);
          tell(told);
        }
      }
      assertThat(await(6)).isEqualTo(Map.of(CREATE, 2L, UPDATED, 2L, CANCELLED, 2L));
      assertThat(asked)
          .hasSize(56)
          .allSatisfy(one -> assertThat(one.took(stalls)).isLessThan(Duration.ofMillis(100)));
    }
    for (JsonNode change : bodies(UPDATED)) {
      assertThat(change.path("changes").toString())
          .isEqualTo(
              "[{\"path\":\"shipping_address\","
                  + "\"before\":{\"city\":\"Kuala Lumpur\",\"address1\":\"1 Old Street\"},"
                  + "\"after\":{\"city\":\"Kuala Lumpur\",\"address1\":\"2 New Street\"}}]");
    }
  }

  @Test
  void it_is_the_same_when_everything_comes_twice_at_once() throws Exception {
    watch();
    tell(story(1001, true).getFirst());
    var rest = new ArrayList<Callable<Void>>();
    for (Told told : story(1001, true).subList(1, 14)) {
      for (int i = 0; i < 2; i++) {
        rest.add(() -> {
          tell(told);
          return null;
        });
      }
    }
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var done : threads.invokeAll(rest)) {
        done.get();
      }
    }
    tell(new Told("last", UPDATED, NOON.plusSeconds(60), order(1001, "2 New Street", "x", true)));

    assertThat(await(3)).isEqualTo(Map.of(CREATE, 1L, UPDATED, 1L, CANCELLED, 1L));
  }

  @Test
  void the_reason_is_told_of_every_event() throws Exception {
    watch();
    List<Told> story = story(1001, true);
    for (Told told : story) {
      tell(told);
    }
    Told late = new Told("late", UPDATED, NOON, order(1001, "1 Old Street", "late", false));
    tell(late);

    assertThat(result(id(story.get(0)))).isEqualTo("baseline");
    assertThat(result(id(story.get(1)))).isEqualTo("matched");
    assertThat(result(id(story.get(2)))).isEqualTo("unchanged");
    assertThat(result(id(late))).isEqualTo("stale");
    assertThat(await(3)).isEqualTo(Map.of(CREATE, 1L, UPDATED, 1L, CANCELLED, 1L));
  }

  @Test
  void what_goes_live_late_begins_with_what_is_kept_or_given() throws Exception {
    List<Told> before = story(1001, true);
    tell(before.get(0));
    tell(before.get(1));
    watch();
    String change = subscription("change");

    JsonNode kept = house.ask(200, begin(change).query("?history=true").body("[]"));
    String other = order(1002, "1 Old Street", "", false);
    String file = "[" + event(new Told("b", CREATE, NOON, other)) + "]";
    JsonNode given = house.ask(200, begin(change).body(file));
    tell(new Told("n", UPDATED, NOON.plusSeconds(5), order(1001, "2 New Street", "n", false)));
    tell(new Told("c", UPDATED, NOON.plusSeconds(6), order(1001, "3 Late Street", "n", false)));
    tell(new Told("d", UPDATED, NOON.plusSeconds(6), order(1002, "3 Late Street", "n", false)));

    assertThat(kept.get("set").intValue()).isEqualTo(2);
    assertThat(kept.get("next").isNull()).isTrue();
    assertThat(given.toString()).startsWith("{\"set\":1,\"known\":0,\"passedOver\":0");
    assertThat(await(2)).isEqualTo(Map.of(UPDATED, 2L));
    house.ask(409, begin(subscription("create")).body("[]"));
  }

  @Test
  void changed_in_a_filter_means_the_same() throws Exception {
    subscribe(
        endpoint(),
        "change",
        UPDATED,
        ",\"filter\":\"line_items.size() == 1 && changed('shipping_address')\","
            + "\"onlyIfChanged\":{\"subject\":\"id\",\"changes\":true}");
    for (Told told : story(1001, true)) {
      tell(told);
    }
    tell(new Told("c", UPDATED, NOON.plusSeconds(50), order(1001, "3 Late Street", "n", false)));

    assertThat(await(1)).isEqualTo(Map.of(UPDATED, 1L));
    assertThat(bodies(UPDATED).getFirst().at("/changes/0/after/address1").stringValue())
        .isEqualTo("3 Late Street");
  }

  @Test
  void the_command_begins_with_the_events_of_a_file_and_with_those_that_are_kept()
      throws Exception {
    tell(story(1001, true).get(0));
    watch();
    Files.writeString(
        folder.resolve("orders.ndjson"),
        event(new Told("b", CREATE, NOON, order(1002, "1 Old Street", "", false))) + "\n");
    var shell =
        new Caller(folder).set("POSTHOUSE_URL", house.url()).set("POSTHOUSE_KEY", LiveHouse.ADMIN);

    Called given = shell.call("baseline", "--subscription", "change", "--from", "orders.ndjson");
    Called kept = shell.call("baseline", "--subscription", "change", "--from-history");
    Called again = shell.call("baseline", "--subscription", "change", "--from", "orders.ndjson");
    tell(new Told("c", UPDATED, NOON.plusSeconds(6), order(1001, "3 Late Street", "n", false)));
    tell(new Told("d", UPDATED, NOON.plusSeconds(6), order(1002, "3 Late Street", "n", false)));

    assertThat(given.out()).as(given.err()).startsWith("1 states set, 0 known");
    assertThat(kept.out()).as(kept.err()).startsWith("1 states set, 0 known");
    assertThat(again.code()).isZero();
    assertThat(await(2)).isEqualTo(Map.of(UPDATED, 2L));
    assertThat(shell.call("baseline", "--subscription", "create", "--from-history").err())
        .contains("compares nothing");
  }

  private static Ask begin(String subscription) {
    return Ask.of("POST /v1/subscriptions/{id}/baseline").id(subscription);
  }

  private String subscription(String name) throws Exception {
    for (JsonNode one : house.ask(200, Ask.of("GET /v1/subscriptions")).get("items")) {
      if (one.get("name").stringValue().equals(name)) {
        return one.get("id").stringValue();
      }
    }
    throw new AssertionError("there is no such subscription");
  }

  /// The first update changes the address, ten touch note and tags, and the cancellation comes
  /// before or after its own update.
  private static List<Told> story(long order, boolean cancelledFirst) {
    var story = new ArrayList<Told>();
    String id = "w-" + order + "-";
    story.add(new Told(id + 0, CREATE, NOON, order(order, "1 Old Street", "", false)));
    story.add(
        new Told(id + 1, UPDATED, NOON.plusSeconds(1), order(order, "2 New Street", "", false)));
    for (int i = 2; i < 12; i++) {
      String note = "touched " + i;
      story.add(
          new Told(
              id + i, UPDATED, NOON.plusSeconds(i), order(order, "2 New Street", note, false)));
    }
    Instant end = NOON.plusSeconds(30);
    String cancelled = order(order, "2 New Street", "touched 11", true);
    story.add(new Told(id + 12, cancelledFirst ? CANCELLED : UPDATED, end, cancelled));
    story.add(new Told(id + 13, cancelledFirst ? UPDATED : CANCELLED, end, cancelled));
    return story;
  }

  private static String order(long id, String street, String note, boolean cancelled) {
    ObjectNode order = JsonMapper.shared().createObjectNode();
    order.put("id", id).put("note", note).put("tags", note);
    order.putObject("shipping_address").put("city", "Kuala Lumpur").put("address1", street);
    ObjectNode line = order.putArray("line_items").addObject();
    line.putNull("sku").put("current_quantity", 1).put("fulfillment_status", note);
    if (cancelled) {
      order.put("cancelled_at", NOON.toString());
    }
    return order.toString();
  }

  private void watch() throws Exception {
    String erp = endpoint();
    subscribe(erp, "create", CREATE, "");
    subscribe(
        erp,
        "change",
        UPDATED,
        """
        ,"onlyIfChanged":{"subject":"id",
          "fields":["shipping_address","line_items[].sku","line_items[].current_quantity"],
          "baselineFrom":["shopify.orders.create","shopify.orders.paid"],"changes":true}
        """);
    subscribe(erp, "cancel", CANCELLED, "");
  }

  private String endpoint() throws Exception {
    return house
        .ask(
            201,
            Ask.of("POST /v1/endpoints").body("{\"name\":\"erp\",\"url\":\"http://r.test/erp\"}"))
        .get("id")
        .stringValue();
  }

  private void subscribe(String endpoint, String name, String type, String more) throws Exception {
    house.ask(
        201,
        Ask.of("POST /v1/subscriptions")
            .body(
                """
                {"name":"%s","endpoint":"%s","types":["%s"]%s}
                """
                    .formatted(name, endpoint, type, more)));
  }

  private void tell(Told told) throws Exception {
    byte[] body = told.order().getBytes(UTF_8);
    var scheme = Providers.named("shopify").orElseThrow().scheme();
    var request =
        HttpRequest.newBuilder(URI.create(house.url() + address))
            .header("Content-Type", "application/json")
            .header("X-Shopify-Topic", topic(told))
            .header("X-Shopify-Shop-Domain", "acme.myshopify.com")
            .header("X-Shopify-Webhook-Id", told.id())
            .header("X-Shopify-Triggered-At", told.triggered().toString());
    scheme.sign(Request.post(Map.of(), body), SECRET, "", Instant.EPOCH).forEach(request::header);
    long started = System.nanoTime();
    var answer =
        client.send(
            request.POST(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofString());
    asked.add(new Asked(told.id(), started, System.nanoTime()));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  /// `orders/updated`.
  private static String topic(Told told) {
    return told.type().substring("shopify.".length()).replace('.', '/');
  }

  /// The id of the event that a webhook became.
  private String id(Told told) throws Exception {
    for (JsonNode event :
        house.ask(200, Ask.of("GET /v1/events").query("?limit=500")).get("items")) {
      if (event.path("sourceId").asString("").equals(told.id())) {
        return event.get("id").stringValue();
      }
    }
    throw new AssertionError(told.id() + " was not stored");
  }

  private String event(Told told) {
    ObjectNode event = JsonMapper.shared().createObjectNode();
    event.put("type", told.type()).put("id", told.id()).put("source", source);
    event.put("time", told.triggered().toString());
    event.set("data", JsonMapper.shared().readTree(told.order()));
    return event.toString();
  }

  private String result(String event) throws Exception {
    JsonNode items = house.ask(200, Ask.of("GET /v1/events/{id}/explain").id(event)).get("items");
    for (JsonNode item : items) {
      if (item.get("name").stringValue().equals("change")) {
        return item.at("/then/result").stringValue();
      }
    }
    throw new AssertionError("there is no such subscription");
  }

  private List<JsonNode> bodies(String type) {
    return house.sent.stream()
        .map(sent -> JsonMapper.shared().readTree(sent.substring(sent.indexOf(' '))))
        .filter(body -> body.path("type").asString("").equals(type))
        .toList();
  }

  /// Waits for so many deliveries and until nothing is open; returns how many there were by type.
  private Map<String, Long> await(int deliveries) {
    long end = System.nanoTime() + 20_000_000_000L;
    while (System.nanoTime() < end && (house.sent.size() < deliveries || house.running() > 0)) {
      Thread.onSpinWait();
    }
    return house.sent.stream()
        .map(sent -> JsonMapper.shared().readTree(sent.substring(sent.indexOf(' '))))
        .collect(
            Collectors.groupingBy(body -> body.get("type").stringValue(), Collectors.counting()));
  }
}
