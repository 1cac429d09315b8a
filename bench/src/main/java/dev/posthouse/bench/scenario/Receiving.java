package dev.posthouse.bench.scenario;

import dev.posthouse.bench.Options;
import dev.posthouse.bench.part.GeneratorProcess;
import dev.posthouse.bench.part.ServerProcess;
import dev.posthouse.bench.part.Store;
import dev.posthouse.bench.result.Result;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Other people's webhooks at a fixed rate, verified by a key that each shows, kept apart by an id
/// in the body, stored, answered, and passed on to one endpoint.
final class Receiving implements Scenario {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int RATE = 2_000;
  private static final int PAUSE = 6;

  @Override
  public String name() {
    return "receive";
  }

  @Override
  public String about() {
    return "other people's webhooks, %,d a second, from the request to the answer".formatted(RATE);
  }

  @Override
  public int seconds(Options options) {
    return options.warmUp() + options.seconds() + PAUSE;
  }

  @Override
  public List<Result> run(Options options, Databases databases) throws InterruptedException {
    var result = new Result(name(), databases.kind());
    try (Stage stage = Stage.set(options, databases)) {
      Store store = stage.store();
      Served served = Served.start(stage, store);
      subscribe(stage, served.server());
      var load =
          new OpenLoad(RATE, options.warmUp(), options.seconds(), OpenLoad.only(Subscribing.TYPE));
      String url = served.server().address() + source(served.server()) + "/sales_order/created";
      GeneratorProcess.Done done = load.put(stage, served, url, result, 0);
      new CheckOff(served.server(), stage.receiver).all(result, 0, 1);
      result.count("lost", (long) result.figure("lost") + OpenLoad.missing(stage, done.accepted()));
    }
    return List.of(result);
  }

  /// Its address. The key is that of publishers, so that they can be its provider.
  private static String source(ServerProcess server) throws InterruptedException {
    ObjectNode source = JSON.createObjectNode();
    source.put("name", "bench").put("provider", "bench");
    source.putArray("secrets").add(ServerProcess.KEY);
    ObjectNode custom = source.putObject("custom");
    custom.putArray("key").add("body:id");
    custom
        .putObject("scheme")
        .put("type", "key")
        .put("name", "Authorization")
        .put("prefix", "Bearer ");
    return server.call("POST", "/v1/sources", source.toString(), "").path("address").asString();
  }

  /// What is received is the whole of what publishers send, so their data lie one level deeper.
  private static void subscribe(Stage stage, ServerProcess server) throws InterruptedException {
    String url = stage.receiver.address() + "/take/0/0";
    JsonNode endpoint = Subscribing.endpoint(server, Subscribing.Target.of("bench", url));
    stage.receiver.secret(endpoint.path("signingSecret").asString());
    ObjectNode subscription = JSON.createObjectNode();
    subscription.put("name", "bench").put("endpoint", endpoint.path("id").asString());
    subscription.putArray("types").add("bench.sales_order.created");
    subscription.putArray("filter").add("data.data.order.total > 100");
    subscription
        .putObject("payload")
        .put("sequence", "{{ data.data.order.sequence }}")
        .put("sent_at", "{{ data.data.order.sent_at }}")
        .put("number", "{{ data.data.order.number }}");
    server.call("POST", "/v1/subscriptions", subscription.toString(), "");
  }
}
