package dev.posthouse.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// TCP connections that some process on this machine still holds, as the kernel counts them.
public final class HeldSockets {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));

  /// The columns of such a table that matter.
  private static final int REMOTE = 2;

  private static final int INODE = 9;

  private HeldSockets() {}

  /// Only Linux tells.
  public static boolean known() {
    return Files.isReadable(TABLES.getFirst());
  }

  /// How many have this remote port. Those that only the kernel still knows do not count.
  public static long towards(int port) throws IOException {
    String remote = ":%04X".formatted(port);
    long held = 0;
    for (Path table : TABLES) {
      try (Stream<String> lines = Files.lines(table)) {
        held +=
            lines
                .skip(1)
                .map(line -> line.strip().split(" +"))
                .filter(columns -> columns[REMOTE].endsWith(remote) && !columns[INODE].equals("0"))
                .count();
      }
    }
    return held;
  }
}
