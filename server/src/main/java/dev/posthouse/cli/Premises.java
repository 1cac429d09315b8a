package dev.posthouse.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// What a command may learn of this machine itself, and do there: everything else it asks the
/// server.
public interface Premises {
  /// The server that runs on the data folder here.
  Local server();

  /// The data folder here, if there is one.
  Optional<DataHere> data();

  /// Copies the database of the data folder as of one moment, while a server may use it.
  ///
  /// @throws IOException with what is in the way
  /// @throws NoDatabase if the folder has none
  Copied copyDatabase(Path target) throws IOException;

  /// Nothing is here.
  Premises NONE = new None();

  /// @param database in bytes, with what is not yet folded in; 0 where the folder has none
  /// @param free bytes of the disk
  /// @param disk bytes of the disk in all
  /// @param open a file with secrets that others can read; empty: none
  record DataHere(Path folder, long database, long free, long disk, String open) {}

  /// @param events how many it holds
  record Copied(Path file, long bytes, long events) {}

  /// The data are elsewhere, in PostgreSQL, or not there at all.
  final class NoDatabase extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NoDatabase(String message) {
      super(message);
    }
  }

  /// A machine without a server and data.
  record None() implements Premises {
    @Override
    public Local server() {
      return Local.NONE;
    }

    @Override
    public Optional<DataHere> data() {
      return Optional.empty();
    }

    @Override
    public Copied copyDatabase(Path target) {
      throw new NoDatabase("");
    }
  }
}
