package dev.posthouse.bench;

import dev.posthouse.bench.part.BenchFailure;
import dev.posthouse.bench.part.Disk;
import dev.posthouse.bench.part.OwnPostgres;
import dev.posthouse.bench.part.Postgres;
import dev.posthouse.bench.result.Recorded;
import dev.posthouse.bench.result.Result;
import dev.posthouse.bench.result.Terminal;
import dev.posthouse.bench.scenario.Databases;
import dev.posthouse.bench.scenario.Scenario;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/// Runs scenarios one after the other and records each. One that fails is told, and the others go
/// on.
final class Run {
  private final Options options;

  Run(Options options) {
    this.options = options;
  }

  /// Whether all of them could be measured and nothing was lost.
  boolean all(List<Scenario> scenarios) throws InterruptedException {
    prepare();
    int seconds = scenarios.stream().mapToInt(s -> s.seconds(options)).sum();
    int databases = options.both() ? 2 : 1;
    System.out.printf(
        "%d scenario(s), about %d min%n", scenarios.size(), 1 + seconds * databases / 60);
    boolean good = true;
    if (!options.onPostgres() || options.both()) {
      good = all(scenarios, new OnSqlite(options));
    }
    if (options.onPostgres() || options.both()) {
      try (Postgres postgres = postgres()) {
        good &= all(scenarios, new OnPostgres(options, postgres));
      }
    }
    System.out.printf("%nThe results are in %s%n", options.out());
    return good;
  }

  private void prepare() {
    try {
      Files.createDirectories(options.work());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Disk.refuseMemory(options.work());
  }

  private Postgres postgres() throws InterruptedException {
    return options.databaseUrl().isPresent()
        ? Postgres.at(options.databaseUrl().get())
        : Postgres.of(OwnPostgres.start(options.work().resolve("postgres")));
  }

  private boolean all(List<Scenario> scenarios, Databases databases) throws InterruptedException {
    boolean good = true;
    for (Scenario scenario : scenarios) {
      System.out.printf(
          "%n%s on %s: %s ...%n", scenario.name(), databases.kind(), scenario.about());
      Recorded recorded = one(scenario, databases);
      recorded.write(options.out());
      recorded.results().forEach(result -> System.out.print(Terminal.table(result)));
      if (!recorded.failure().isEmpty()) {
        System.out.printf("%s failed: %s%n", scenario.name(), recorded.failure());
      }
      good &= recorded.failure().isEmpty() && recorded.results().stream().allMatch(Run::honest);
    }
    return good;
  }

  private static boolean honest(Result result) {
    return !(result.figure("lost") > 0 || result.figure("forged") > 0);
  }

  /// Catches everything: a night of measuring must not end with the first scenario that breaks.
  private Recorded one(Scenario scenario, Databases databases) throws InterruptedException {
    var conditions = Machine.conditions(options, databases);
    try {
      List<Result> results = scenario.run(options, databases);
      return new Recorded(scenario.name(), databases.kind(), conditions, "", results);
    } catch (RuntimeException e) {
      if (!(e instanceof BenchFailure)) {
        e.printStackTrace();
      }
      String why = e.getMessage() == null ? e.toString() : e.getMessage();
      return new Recorded(scenario.name(), databases.kind(), conditions, why, List.of());
    }
  }
}
