package dev.posthouse.bench;

import dev.posthouse.bench.part.BenchFailure;
import dev.posthouse.bench.part.Postgres;
import dev.posthouse.bench.part.Shim;
import dev.posthouse.bench.part.Store;
import dev.posthouse.bench.scenario.Databases;
import java.nio.file.Path;
import java.util.Map;

/// Databases in one PostgreSQL.
record OnPostgres(Options options, Postgres postgres) implements Databases {
  @Override
  public String kind() {
    return "postgresql";
  }

  @Override
  public Store fresh(Path data) {
    return postgres.database();
  }

  @Override
  public Store kept(Path data, String name) {
    return postgres.kept(inDatabase(name));
  }

  @Override
  public boolean has(Path data, String name) {
    return postgres.has(inDatabase(name));
  }

  private static String inDatabase(String name) {
    return "posthouse_" + name.replace('-', '_');
  }

  @Override
  public String about() {
    return "PostgreSQL on the same machine, " + postgres.settings();
  }

  /// The database syncs, not the server: it is started anew with the shim.
  @Override
  public Delayed delayed(int millis) throws InterruptedException {
    postgres.restart(Shim.slowSync(options.work().resolve("shim"), millis));
    return new Slow(this, Map.of(), this::restart);
  }

  private void restart() {
    try {
      postgres.restart(Map.of());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted while PostgreSQL restarts", e);
    }
  }
}
