package dev.posthouse.bench;

import dev.posthouse.bench.part.Shim;
import dev.posthouse.bench.part.Store;
import dev.posthouse.bench.scenario.Databases;
import java.nio.file.Files;
import java.nio.file.Path;

/// A SQLite file in the data folder.
record OnSqlite(Options options) implements Databases {
  @Override
  public String kind() {
    return "sqlite";
  }

  @Override
  public Store fresh(Path data) {
    return new Store.Sqlite(data, false);
  }

  @Override
  public Store kept(Path data, String name) {
    return new Store.Sqlite(data, true);
  }

  @Override
  public boolean has(Path data, String name) {
    return Files.exists(data.resolve("posthouse.db"));
  }

  @Override
  public String about() {
    return "SQLite, WAL, synchronous=FULL";
  }

  @Override
  public Delayed delayed(int millis) throws InterruptedException {
    return new Slow(this, Shim.slowSync(options.work().resolve("shim"), millis), () -> {});
  }
}
