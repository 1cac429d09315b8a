package dev.posthouse.bench.scenario;

import dev.posthouse.bench.part.Store;
import java.nio.file.Path;

/// Gives each server under measurement a fresh place for its data.
public interface Databases {
  /// `sqlite` or `postgresql`.
  String kind();

  /// @param data the server's data folder
  Store fresh(Path data);

  /// What a reader must know about it, such as its settings.
  String about();
}
