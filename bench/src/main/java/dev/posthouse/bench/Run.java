package dev.posthouse.bench;

import dev.posthouse.bench.part.BenchFailure;
import dev.posthouse.bench.part.Disk;
import dev.posthouse.bench.part.Postgres;
import dev.posthouse.bench.part.Store;
import dev.posthouse.bench.result.Result;
import dev.posthouse.bench.result.Terminal;
import dev.posthouse.bench.scenario.Databases;
import dev.posthouse.bench.scenario.Scenario;
import java.nio.file.Path;
import java.util.List;

/// Runs scenarios one after the other. One that fails is told, and the others go on.
final class Run {
  private final Options options;

  Run(Options options) {
    this.options = options;
  }

  /// Whether all of them could be measured and nothing was lost.
  boolean all(List<Scenario> scenarios) throws InterruptedException {
    int seconds = scenarios.stream().mapToInt(s -> s.seconds(options)).sum();
    System.out.printf("%d scenarios, about %d s%n", scenarios.size(), seconds);
    if (!options.postgres() && options.databaseUrl().isEmpty()) {
      return all(scenarios, new OnSqlite());
    }
    try (Postgres postgres = postgres()) {
      return all(scenarios, new OnPostgres(postgres));
    }
  }

  private Postgres postgres() {
    return options
        .databaseUrl()
        .map(Postgres::at)
        .orElseGet(() -> {
          Path folder = options.work().resolve("postgres");
          Disk.delete(folder);
          return Postgres.own(folder);
        });
  }

  private boolean all(List<Scenario> scenarios, Databases databases) throws InterruptedException {
    boolean good = true;
    for (Scenario scenario : scenarios) {
      good &= one(scenario, databases);
    }
    return good;
  }

  private boolean one(Scenario scenario, Databases databases) throws InterruptedException {
    System.out.printf("%n%s: %s ...%n", scenario.name(), scenario.about());
    try {
      boolean good = true;
      for (Result result : scenario.run(options, databases)) {
        System.out.print(Terminal.table(result));
        good &= !(result.figure("lost") > 0 || result.figure("forged") > 0);
      }
      return good;
    } catch (BenchFailure e) {
      System.out.printf("%s failed: %s%n", scenario.name(), e.getMessage());
      return false;
    }
  }

  private record OnSqlite() implements Databases {
    @Override
    public String kind() {
      return "sqlite";
    }

    @Override
    public Store fresh(Path data) {
      return new Store.Sqlite(data);
    }

    @Override
    public String about() {
      return "SQLite, WAL, synchronous=FULL";
    }
  }

  private record OnPostgres(Postgres postgres) implements Databases {
    @Override
    public String kind() {
      return "postgresql";
    }

    @Override
    public Store fresh(Path data) {
      return postgres.database();
    }

    @Override
    public String about() {
      return "PostgreSQL on the same cores, " + postgres.settings();
    }
  }
}
