package dev.posthouse.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A disk of a few megabytes, in memory, that a test can fill to the last byte.
record SmallDisk(Path folder) implements AutoCloseable {
  private static final int SECONDS = 10;
  private static final int BLOCK = 4096;

  /// Whether this user may mount a disk.
  static boolean possible(Path folder) throws IOException, InterruptedException {
    if (!run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder.toString())) {
      return false;
    }
    new SmallDisk(folder).close();
    return true;
  }

  static SmallDisk mount(Path folder, int megabytes) throws IOException, InterruptedException {
    if (!run("mount", "-t", "tmpfs", "-o", "size=%dm".formatted(megabytes), "tmpfs", folder + "")) {
      throw new AssertionError("cannot mount " + folder);
    }
    return new SmallDisk(folder);
  }

  /// Leaves no block free.
  void fill() throws IOException {
    try (OutputStream out = Files.newOutputStream(filler())) {
      while (true) {
        out.write(new byte[BLOCK]);
      }
    } catch (IOException full) {
      if (free() > 0) {
        throw full;
      }
    }
  }

  void empty() throws IOException {
    Files.delete(filler());
  }

  private long free() throws IOException {
    return Files.getFileStore(folder).getUsableSpace();
  }

  private Path filler() {
    return folder.resolve("filler");
  }

  @Override
  public void close() {
    try {
      run("umount", "--lazy", folder.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    return process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
