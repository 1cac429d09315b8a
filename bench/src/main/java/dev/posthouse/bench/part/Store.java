package dev.posthouse.bench.part;

import java.nio.file.Path;
import java.util.List;

/// Where a server under measurement keeps its data: fresh for every run, thrown away after it.
public interface Store extends AutoCloseable {
  /// `sqlite` or `postgresql`.
  String kind();

  /// What `serve` must be told.
  List<String> arguments();

  /// Bytes on the disk.
  long size();

  /// CPU time of the database's own processes, in microseconds; 0 where it runs inside the server.
  long cpuMicros();

  /// Throws the data away.
  void drop();

  /// The run is over: what is not kept is thrown away.
  @Override
  void close();

  /// A file in the data folder.
  record Sqlite(Path data, boolean kept) implements Store {
    @Override
    public String kind() {
      return "sqlite";
    }

    @Override
    public List<String> arguments() {
      return List.of();
    }

    @Override
    public long size() {
      return Disk.size(data);
    }

    @Override
    public long cpuMicros() {
      return 0;
    }

    @Override
    public void drop() {
      Disk.delete(data);
    }

    @Override
    public void close() {
      if (!kept) {
        drop();
      }
    }
  }
}
