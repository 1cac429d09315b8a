package dev.posthouse.access;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.store.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The key ring in the data folder, where the environment gives none: a key a line, the current one
/// first. Only its owner can read it.
record KeyFile(Path folder) {
  static final String NAME = "secret.key";

  Path path() {
    return folder.resolve(NAME);
  }

  Optional<KeyRing> read() {
    try {
      return Files.exists(path())
          ? Optional.of(KeyRing.parse(Files.readString(path(), UTF_8), path().toString()))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the key file " + path(), e);
    }
  }

  /// Whole or not at all, and on the disk when it returns.
  void write(KeyRing ring) {
    PrivateFile.make(folder, NAME, ring.reveal().getBytes(US_ASCII));
  }
}
