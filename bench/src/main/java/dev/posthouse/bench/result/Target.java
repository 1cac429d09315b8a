package dev.posthouse.bench.result;

import java.util.List;
import java.util.Optional;

/// What a figure must reach, and what it aims at.
///
/// @param atLeast whether more is better
record Target(
    String scenario, String database, String figure, double must, double aim, boolean atLeast) {
  private static final String ANY = "";

  static final List<Target> ALL =
      List.of(
          least("saturation", "sqlite", "ratio", 0.45, 0.60),
          least("saturation", "postgresql", "ratio", 0.30, 0.40),
          most("saturation", "cpu_us_per_event", 80, 60),
          most("saturation", "commits_per_event", 0.05, 0.05),
          most("saturation", "statements_per_event", 0.3, 0.3),
          most("saturation", "bytes_per_event", 2_400, 1_800),
          least("batches", ANY, "ratio", 0.60, 0.75),
          most("open-10000", "p99_ms", 100, 30),
          most("half-load", "received_p50_ms", 10, 5),
          most("half-load", "received_p99_ms", 100, 40),
          least("fanout", ANY, "ratio", 0.55, 0.80),
          least("slow-receivers", ANY, "running", 1_500, 4_500),
          most("bad-neighbours", "relative", 1.5, 1.1),
          least("full-ledger", ANY, "relative", 0.80, 0.95),
          most("tenants", "relative", 1.5, 1.2),
          least("slow-disk", ANY, "relative", 0.70, 0.90),
          least("retention", ANY, "relative", 0.80, 0.95),
          least("half-fail", ANY, "delivered_percent", 99.9, 99.9),
          most("half-fail", "lateness_p99_ms", 500, 100),
          most("start-empty", "start_ms", 2_000, 1_000),
          most("start-full", "start_ms", 5_000, 2_000),
          most("warm-up", "steady_s", 15, 5),
          most(ANY, "rss_mb", 1_024, 750),
          most(ANY, "lost", 0, 0),
          most(ANY, "forged", 0, 0));

  private static Target least(
      String scenario, String database, String figure, double must, double aim) {
    return new Target(scenario, database, figure, must, aim, true);
  }

  private static Target most(String scenario, String figure, double must, double aim) {
    return new Target(scenario, ANY, figure, must, aim, false);
  }

  static Optional<Target> of(String scenario, String database, String figure) {
    return ALL.stream()
        .filter(t -> t.figure.equals(figure))
        .filter(t -> t.scenario.equals(ANY) || t.scenario.equals(scenario))
        .filter(t -> t.database.equals(ANY) || t.database.equals(database))
        .filter(t -> !(figure.equals("rss_mb") && scenario.equals("large")))
        .findFirst();
  }

  /// `aim` reached, `must` reached, or missed.
  enum Reached {
    AIM,
    MUST,
    MISSED
  }

  Reached judge(double value) {
    if (reaches(value, aim)) {
      return Reached.AIM;
    }
    return reaches(value, must) ? Reached.MUST : Reached.MISSED;
  }

  private boolean reaches(double value, double bound) {
    return atLeast ? value >= bound : value <= bound;
  }
}
