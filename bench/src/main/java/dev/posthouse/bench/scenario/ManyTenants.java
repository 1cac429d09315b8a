package dev.posthouse.bench.scenario;

import dev.posthouse.bench.Options;
import dev.posthouse.bench.generator.Lanes;
import dev.posthouse.bench.part.GeneratorProcess;
import dev.posthouse.bench.part.ServerProcess;
import dev.posthouse.bench.result.Result;
import java.util.ArrayList;
import java.util.List;

/// A thousand tenants, each with key, endpoint and subscription, at half of saturation; one of them
/// publishes ten times its share. What the quiet ones notice, against the same without the loud
/// one.
final class ManyTenants implements Scenario {
  private static final int TENANTS = 1_000;
  private static final int SHORT_TENANTS = 20;
  private static final int LOUD = 10;
  private static final int LEAD_IN = 5;

  @Override
  public String name() {
    return "tenants";
  }

  @Override
  public String about() {
    return "1,000 tenants, one of them publishing ten times its share";
  }

  @Override
  public int seconds(Options options) {
    return options.warmUp() + 2 * (LEAD_IN + options.seconds()) + 50;
  }

  @Override
  public List<Result> run(Options options, Databases databases) throws InterruptedException {
    var alone = new Result("tenants-base", databases.kind());
    var result = new Result(name(), databases.kind());
    try (Stage stage = Stage.set(options, databases)) {
      Served served = Served.start(stage, stage.store());
      Subscribing.subscribe(
          served.server(), Subscribing.Target.of("warm", stage.receiver.address() + "/take/3/0"));
      int count = options.shorter() ? SHORT_TENANTS : TENANTS;
      List<String> keys = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        keys.add(tenant(stage, served.server(), i));
      }
      OpenLoad.Warm warm = OpenLoad.warm(stage, served);
      long next = warm.sent();
      // Without the loud one there is less by its share, so that the quiet ones publish the same.
      int rate = (int) ((long) warm.half() * (count - 1) / (count - 1 + LOUD));
      var quiet = new OpenLoad(rate, LEAD_IN, options.seconds(), lanes(keys, 0));
      next += measure(stage, served, quiet, alone, next);
      var loud = new OpenLoad(warm.half(), LEAD_IN, options.seconds(), lanes(keys, LOUD));
      measure(stage, served, loud, result, next);
      result.figure("base", alone.figure("received_p99_ms"));
      result.figure("relative", result.figure("received_p99_ms") / alone.figure("received_p99_ms"));
    }
    return List.of(alone, result);
  }

  /// The first one is the loud one; its deliveries are timed apart. Returns its key.
  private static String tenant(Stage stage, ServerProcess server, int number)
      throws InterruptedException {
    String id =
        server
            .call("POST", "/v1/tenants", "{\"name\":\"tenant-%d\"}".formatted(number), "")
            .path("id")
            .asString();
    String key =
        server
            .call("POST", "/v1/keys", "{\"name\":\"bench\",\"roles\":[\"publish\"]}", id)
            .path("secret")
            .asString();
    String url = stage.receiver.address() + (number == 0 ? "/take/1/1" : "/take/0/1");
    Subscribing.subscribe(server, Subscribing.Target.of("bench", url).tenant(id));
    return key;
  }

  private static Lanes lanes(List<String> keys, int loud) {
    var lanes = new ArrayList<Lanes.Lane>();
    for (int i = 0; i < keys.size(); i++) {
      lanes.add(new Lanes.Lane(i == 0 ? loud : 1, keys.get(i), Subscribing.TYPE));
    }
    return new Lanes(lanes);
  }

  private static long measure(Stage stage, Served served, OpenLoad load, Result result, long first)
      throws InterruptedException {
    GeneratorProcess.Done done = load.put(stage, served, result, first, () -> {});
    new CheckOff(served.server(), stage.receiver).all(result, 0, 1);
    result.count("lost", (long) result.figure("lost") + OpenLoad.missing(stage, done.accepted()));
    return done.sent();
  }
}
