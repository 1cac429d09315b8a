package dev.posthouse.bench;

import dev.posthouse.bench.part.Store;
import dev.posthouse.bench.scenario.Databases;
import java.nio.file.Path;
import java.util.Map;

/// The usual databases while their disk is slow.
///
/// @param over makes the disk as quick as it was
record Slow(Databases usual, Map<String, String> environment, Runnable over)
    implements Databases.Delayed {
  @Override
  public String kind() {
    return usual.kind();
  }

  @Override
  public Store fresh(Path data) {
    return usual.fresh(data);
  }

  @Override
  public Store kept(Path data, String name) {
    return usual.kept(data, name);
  }

  @Override
  public boolean has(Path data, String name) {
    return usual.has(data, name);
  }

  @Override
  public String about() {
    return usual.about();
  }

  @Override
  public Databases.Delayed delayed(int millis) {
    return this;
  }

  @Override
  public void close() {
    over.run();
  }
}
