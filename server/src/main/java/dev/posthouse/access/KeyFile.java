package dev.posthouse.access;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.store.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The key ring in the data folder, where the environment gives none: a key a line, the current one
/// first. Only its owner can read it.
record KeyFile(Path folder) {
  static final String NAME = "secret.key";
  private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);
  private static final Set<PosixFilePermission> OWNERS =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  Path path() {
    return folder.resolve(NAME);
  }

  Optional<KeyRing> read() {
    try {
      if (!Files.exists(path())) {
        return Optional.empty();
      }
      warnIfOthersRead();
      return Optional.of(KeyRing.parse(Files.readString(path(), UTF_8), path().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the key file " + path(), e);
    }
  }

  private void warnIfOthersRead() throws IOException {
    if (path().getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(path());
      if (!OWNERS.containsAll(mode)) {
        LOG.warn(
            "secret_key file={} mode={} advice=\"others can read it; chmod 600\"",
            path(),
            PosixFilePermissions.toString(mode));
      }
    }
  }

  /// Whole or not at all, and on the disk when it returns.
  void write(KeyRing ring) {
    PrivateFile.make(folder, NAME, ring.reveal().getBytes(US_ASCII));
  }
}
