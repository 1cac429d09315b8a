package dev.posthouse.bench.part;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The disk below a folder.
public final class Disk {
  private static final int PROBES = 200;
  private static final int PAGE = 4096;
  private static final List<String> MEMORY = List.of("tmpfs", "ramfs", "devtmpfs");

  private Disk() {}

  /// @throws BenchFailure if the folder is in memory: figures from there would be lies
  public static void refuseMemory(Path folder) {
    String kind = kind(folder);
    if (MEMORY.contains(kind)) {
      throw new BenchFailure(
          "%s is a %s, in memory: a commit costs nothing there. Name a folder on a disk with --work."
              .formatted(folder, kind));
    }
  }

  public static String kind(Path folder) {
    try {
      return Files.getFileStore(folder).type();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How long the disk takes to write a page at the end of a file and sync it, in microseconds.
  public record Sync(double median, double p99) {}

  public static Sync sync(Path folder) {
    Path file = folder.resolve("sync-probe");
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE)) {
      double[] micros = new double[PROBES];
      for (int i = 0; i < PROBES; i++) {
        long began = System.nanoTime();
        channel.write(ByteBuffer.allocate(PAGE));
        channel.force(false);
        micros[i] = (System.nanoTime() - began) / 1e3;
      }
      Arrays.sort(micros);
      return new Sync(micros[PROBES / 2], micros[PROBES * 99 / 100]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Bytes of all files in the folder.
  public static long size(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(Disk::length).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long length(Path file) {
    try {
      return Files.size(file);
    } catch (IOException gone) {
      return 0;
    }
  }

  public static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
