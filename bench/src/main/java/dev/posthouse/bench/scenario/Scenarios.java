package dev.posthouse.bench.scenario;

import dev.posthouse.bench.Options;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// All scenarios, in the order in which they are run.
public final class Scenarios {
  private static final List<Scenario> ALL =
      List.of(
          Throughput.SATURATION,
          Throughput.BATCHES,
          Throughput.FAN_OUT,
          new Rates(),
          new Receiving(),
          new SlowReceivers(),
          new BadNeighbours(),
          new Large(),
          new ManyTenants(),
          new Comeback(),
          new HalfFail(),
          new SlowDisk(),
          new Retaining(),
          new Starts(),
          new WarmUp(),
          new FullLedger(),
          new Lists());

  private Scenarios() {}

  /// @param names none, or `all`: all of them
  /// @throws Options.Misuse if there is none of a name
  public static List<Scenario> named(List<String> names) {
    if (names.isEmpty() || names.contains("all")) {
      return ALL;
    }
    return names.stream().map(Scenarios::named).toList();
  }

  private static Scenario named(String name) {
    return ALL.stream()
        .filter(s -> s.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new Options.Misuse("there is no scenario " + name));
  }

  public static String usage() {
    return ALL.stream()
        .map(s -> String.format(Locale.ROOT, "  %-16s %s", s.name(), s.about()))
        .collect(
            Collectors.joining(
                "\n",
                """
                usage: posthouse bench [scenario…|all|report] [option…]
                  --warm-up S, --seconds S      of closed load; --open S of open load at --rates R,R,…
                  --connections N, --events N   wrk's connections; events stored beforehand
                  --postgres, --database-url U  on PostgreSQL: one of our own, or yours; --both
                  --short                       a few seconds each, to see whether it runs
                  --work FOLDER, --out FOLDER   on the disk to be measured; for the results
                the scenarios:
                """,
                ""));
  }
}
