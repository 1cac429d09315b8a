package dev.posthouse.hostile;

import dev.posthouse.LiveHouse;
import dev.posthouse.LiveHouse.Ask;
import dev.posthouse.deliver.SenderHouse;
import dev.posthouse.testing.Databases;
import dev.posthouse.testing.HeldSockets;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One house with an endpoint for every [Misbehaviour], and some neighbours beside them. All get
/// two events, the second when the first is over.
final class Gallery implements Closeable {
  /// Of endpoints that are to time out.
  static final Duration TIMEOUT = Duration.ofSeconds(3);

  private static final Duration PACE = Duration.ofMillis(50);
  private static final Duration TICK = Duration.ofMillis(20);
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final int NEIGHBOURS = 3;

  private final SenderHouse network = SenderHouse.open();
  private final LiveHouse house;
  private final Map<Misbehaviour, HostileReceiver> receivers = new EnumMap<>(Misbehaviour.class);
  private final Map<String, Misbehaviour> endpoints = new HashMap<>();
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
  private final ScheduledExecutorService looks = Executors.newScheduledThreadPool(1);
  private final List<Neighbour> neighbours = new ArrayList<>();
  private int paced;

  Gallery(Path folder) throws Exception {
    house =
        new LiveHouse(Databases.Kind.SQLITE, folder.resolve("house"), Optional.of(network.sender));
    var certificates = HostileReceiver.Certificates.make(folder);
    for (Misbehaviour each : Misbehaviour.values()) {
      var receiver = HostileReceiver.open(each, certificates);
      receivers.put(each, receiver);
      endpoints.put(endpoint(each, receiver), each);
    }
    for (int i = 0; i < NEIGHBOURS; i++) {
      var neighbour = new Neighbour();
      neighbours.add(neighbour);
      subscribed(form("neighbour " + i, neighbour.url()), "pace.kept");
    }
    var _ = timer.scheduleWithFixedDelay(house::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Publishes for the neighbours, at an even pace, from now on.
  void keepPace() {
    var _ = timer.scheduleAtFixedRate(this::pace, 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void pace() {
    try {
      var _ = json(Ask.of("POST /v1/events").body(Neighbour.event()));
      paced++;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private String endpoint(Misbehaviour of, HostileReceiver receiver) throws Exception {
    boolean timesOut = of.first.outcome().equals("timed_out");
    ObjectNode form =
        form(of.name(), receiver.url())
            .put("timeout", timesOut ? TIMEOUT.toSeconds() + "s" : "30s");
    receiver.ca().ifPresent(pem -> form.putObject("tls").put("ca", pem));
    return subscribed(form, "round.begun");
  }

  private static ObjectNode form(String name, URI url) {
    ObjectNode form =
        JsonNodeFactory.instance.objectNode().put("name", name).put("url", url.toString());
    form.putObject("retry")
        .put("strategy", "fixed")
        .put("delay", Expected.POLICY.toSeconds() + "s")
        .put("maxAttempts", 3);
    return form;
  }

  private String subscribed(ObjectNode form, String type) throws Exception {
    JsonNode endpoint = house.ask(201, Ask.of("POST /v1/endpoints").body(form.toString()));
    String id = endpoint.get("id").stringValue();
    String subscription =
        "{\"name\":\"%s\",\"endpoint\":\"%s\",\"types\":[\"%s\"]}"
            .formatted(form.get("name").stringValue(), id, type);
    house.ask(201, Ask.of("POST /v1/subscriptions").body(subscription));
    return id;
  }

  /// Publishes an event for all, and returns each one's delivery with its attempts once all were
  /// tried that are to be tried at once.
  Map<Misbehaviour, JsonNode> round(Predicate<Misbehaviour> triedAtOnce) throws Exception {
    var event = Ask.of("POST /v1/events").body("{\"type\":\"round.begun\",\"data\":{\"n\":1}}");
    String id = house.ask(202, event).get("id").stringValue();
    long expected = Arrays.stream(Misbehaviour.values()).filter(triedAtOnce).count();
    await(() -> deliveries(id).filter(d -> d.get("attempts").intValue() > 0).count() >= expected);
    var found = new EnumMap<Misbehaviour, JsonNode>(Misbehaviour.class);
    for (JsonNode line : deliveries(id).toList()) {
      var one = Ask.of("GET /v1/deliveries/{id}").id(line.get("id").stringValue());
      found.put(
          Objects.requireNonNull(endpoints.get(line.get("endpoint").stringValue())), json(one));
    }
    return found;
  }

  /// The documents of the API are held against its answers elsewhere.
  private JsonNode json(Ask ask) throws IOException, InterruptedException {
    return JsonMapper.shared().readTree(house.response(ask).body());
  }

  private Stream<JsonNode> deliveries(String event) throws IOException, InterruptedException {
    var all = Ask.of("GET /v1/deliveries").query("?limit=500&event=" + event);
    return json(all).get("items").valueStream();
  }

  /// Those who keep their pace stop; what is under way arrives.
  List<Neighbour> rest() throws Exception {
    timer.shutdown();
    var _ = timer.awaitTermination(5, TimeUnit.SECONDS);
    await(() -> neighbours.stream().allMatch(n -> n.received() >= paced));
    return neighbours;
  }

  int paced() {
    return paced;
  }

  int connections(Misbehaviour of) {
    return Objects.requireNonNull(receivers.get(of)).connections();
  }

  /// Connections of ours to any of them that are still open.
  long heldConnections() throws IOException {
    long held = 0;
    for (HostileReceiver receiver : receivers.values()) {
      held += receiver.server().isPresent() ? HeldSockets.towards(receiver.url().getPort()) : 0;
    }
    return held;
  }

  LiveHouse house() {
    return house;
  }

  /// As long as a connection may be kept, and a little longer.
  void outlastKeptConnections() {
    network.skip(Duration.ofSeconds(31));
  }

  /// Waits until it holds.
  void await(Callable<Boolean> condition) throws Exception {
    var held = new CompletableFuture<@Nullable Void>();
    var looking =
        looks.scheduleWithFixedDelay(
            () -> look(condition, held), 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    try {
      held.get(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
    } finally {
      looking.cancel(false);
    }
  }

  private static void look(Callable<Boolean> condition, CompletableFuture<@Nullable Void> held) {
    try {
      if (condition.call()) {
        held.complete(null);
      }
    } catch (Throwable e) {
      held.completeExceptionally(e);
    }
  }

  @Override
  public void close() throws IOException {
    timer.shutdownNow();
    looks.shutdownNow();
    for (HostileReceiver receiver : receivers.values()) {
      receiver.close();
    }
    neighbours.forEach(Neighbour::close);
    house.close();
    network.close();
  }
}
