package dev.posthouse.bench.scenario;

import dev.posthouse.bench.Options;
import dev.posthouse.bench.generator.Lanes;
import dev.posthouse.bench.part.GeneratorProcess;
import dev.posthouse.bench.result.Result;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/// A hundred endpoints at half of saturation: 60 hang (their concurrency together is three times
/// the house's limit), 10 answer 500, 10 drip a byte a second, 20 are healthy. What the healthy
/// notice of the others, against the same publishes while the bad have no subscription.
final class BadNeighbours implements Scenario {
  private static final int HANGING = 60;
  private static final int FAILING = 10;
  private static final int DRIPPING = 10;
  private static final int HEALTHY = 20;

  /// 60 × 250 is three times the 5,000 of the house.
  private static final Map<String, Object> GREEDY = Map.of("concurrency", 250);

  private static final int LEAD_IN = 10;

  @Override
  public String name() {
    return "bad-neighbours";
  }

  @Override
  public String about() {
    return "60 endpoints hang, 10 answer 500, 10 drip: what 20 healthy ones notice";
  }

  @Override
  public int seconds(Options options) {
    return options.warmUp() + 2 * (LEAD_IN + options.seconds()) + 25;
  }

  @Override
  public List<Result> run(Options options, Databases databases) throws InterruptedException {
    var alone = new Result("bad-neighbours-base", databases.kind());
    var among = new Result(name(), databases.kind());
    try (Stage stage = Stage.set(options, databases)) {
      Served served = Served.start(stage, stage.store());
      Subscribing.subscribe(
          served.server(), Subscribing.Target.of("warm", stage.receiver.address() + "/take/3/0"));
      List<Subscribing.Target> all = targets(stage.receiver.address());
      for (Subscribing.Target target : all) {
        Subscribing.describe(served.server(), target.type());
      }
      for (Subscribing.Target healthy : all.subList(0, HEALTHY)) {
        Subscribing.subscribe(served.server(), healthy);
      }
      OpenLoad.Warm warm = OpenLoad.warm(stage, served);
      Lanes lanes = lanes(all);
      var load = new OpenLoad(warm.half(), LEAD_IN, options.seconds(), lanes);
      long next = warm.sent();
      next += measure(stage, served, load, alone, next);
      for (Subscribing.Target bad : all.subList(HEALTHY, all.size())) {
        Subscribing.subscribe(served.server(), bad);
      }
      measure(stage, served, load, among, next);
      among.figure("base", alone.figure("received_p99_ms"));
      among.figure("relative", among.figure("received_p99_ms") / alone.figure("received_p99_ms"));
    }
    return List.of(alone, among);
  }

  private static List<Subscribing.Target> targets(String receiver) {
    var targets = new ArrayList<Subscribing.Target>();
    add(targets, HEALTHY, "healthy", receiver + "/take/0/1", Map.of());
    add(targets, HANGING, "hanging", receiver + "/hang/1/2", GREEDY);
    add(targets, FAILING, "failing", receiver + "/fail/1/2", Map.of());
    add(targets, DRIPPING, "dripping", receiver + "/drip/1/2", Map.of());
    return targets;
  }

  private static void add(
      List<Subscribing.Target> targets,
      int count,
      String name,
      String url,
      Map<String, Object> settings) {
    for (int i = 0; i < count; i++) {
      String type = "bench_%s_%d.created".formatted(name, i);
      targets.add(Subscribing.Target.of(name + " " + i, url).type(type).with(settings));
    }
  }

  private static Lanes lanes(List<Subscribing.Target> targets) {
    return new Lanes(targets.stream().map(t -> OpenLoad.lane(1, t.type())).toList());
  }

  /// Only what went to the healthy is checked off: the rest is still to be delivered.
  private static long measure(Stage stage, Served served, OpenLoad load, Result result, long first)
      throws InterruptedException {
    GeneratorProcess.Done done = load.put(stage, served, result, first, () -> {});
    var healthy = new BitSet();
    done.accepted().stream()
        .filter(number -> load.lanes().of(number) < HEALTHY)
        .forEach(healthy::set);
    OpenLoad.settle(stage, healthy);
    result.count("events", done.accepted().cardinality()).count("arrived", healthy.cardinality());
    result.count("lost", OpenLoad.missing(stage, healthy));
    return done.sent();
  }
}
