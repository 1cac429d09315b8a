package dev.posthouse.bench.part;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A library that is loaded before all others and makes every sync take longer.
public final class Shim {
  private static final long LONGEST_SECONDS = 60;

  private Shim() {}

  /// Compiles it with the machine's C compiler.
  ///
  /// @return what a process needs in its environment
  public static Map<String, String> slowSync(Path folder, int millis) throws InterruptedException {
    Path source = folder.resolve("slow-sync.c");
    Path library = folder.resolve("slow-sync.so");
    try {
      Files.createDirectories(folder);
      Files.writeString(source, Resources.text("slow-sync.c"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command =
        List.of(
            "cc", "-shared", "-fPIC", "-O2", "-o", library.toString(), source.toString(), "-ldl");
    try (var compiler = Launched.start(command, Map.of(), folder.resolve("cc.log"))) {
      compiler.succeed(LONGEST_SECONDS);
    }
    return Map.of(
        "LD_PRELOAD", library.toString(), "SLOW_SYNC_MICROS", Integer.toString(millis * 1_000));
  }
}
