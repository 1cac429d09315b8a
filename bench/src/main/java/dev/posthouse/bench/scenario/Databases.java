package dev.posthouse.bench.scenario;

import dev.posthouse.bench.part.Store;
import java.nio.file.Path;
import java.util.Map;

/// Gives each server under measurement a fresh place for its data.
public interface Databases {
  /// `sqlite` or `postgresql`.
  String kind();

  /// @param data the server's data folder
  Store fresh(Path data);

  /// A place that stays for the next time.
  ///
  /// @param name of it
  Store kept(Path data, String name);

  /// Whether that place is there already.
  boolean has(Path data, String name);

  /// What a reader must know about it, such as its settings.
  String about();

  /// The same on a disk whose syncs take longer.
  Delayed delayed(int millis) throws InterruptedException;

  /// Databases on a slow disk.
  interface Delayed extends Databases, AutoCloseable {
    /// What the server needs in its environment, where it writes the disk itself.
    Map<String, String> environment();

    @Override
    void close();
  }
}
