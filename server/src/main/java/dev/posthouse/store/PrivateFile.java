package dev.posthouse.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// A small file that only its owner can read, made once: whole or not at all, also when the process
/// or the machine ends in the middle, and on the disk before anybody relies on it.
public final class PrivateFile {
  private PrivateFile() {}

  /// Makes the file, and the folder if there is none.
  public static void make(Path folder, String name, byte[] content) {
    Path file = folder.resolve(name);
    Path draft = folder.resolve(name + ".new");
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(draft);
      write(draft, content);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      sync(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + file, e);
    }
  }

  private static void write(Path file, byte[] content) throws IOException {
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = FileChannel.open(file, options, mode)) {
      var left = ByteBuffer.wrap(content);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
  }

  /// So that the name is on the disk, too.
  private static void sync(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
