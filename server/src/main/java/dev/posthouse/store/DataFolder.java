package dev.posthouse.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The folder of a process's data, locked as long as it is open: two processes on one folder would
/// write over each other.
public record DataFolder(Path path, FileChannel lock) implements AutoCloseable {
  /// @throws StoreException if another process holds the folder, or it cannot be made
  public static DataFolder open(Path path) {
    try {
      Files.createDirectories(path);
      var channel =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new StoreException(
            "the data folder "
                + path.toAbsolutePath().normalize()
                + " is in use by another posthouse: stop that one, or choose another with --data");
      }
      return new DataFolder(path, channel);
    } catch (IOException e) {
      throw new StoreException("cannot use the data folder " + path + ": " + e.getMessage(), e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
