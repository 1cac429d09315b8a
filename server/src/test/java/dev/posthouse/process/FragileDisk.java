package dev.posthouse.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A folder whose disk tests can break: processes started with its environment tell of each write
/// and sync in a trace (`src/test/c/disk.c`), and get errors when told so.
record FragileDisk(Path folder, Path library, Path trace, Path control) {
  private static final Path SOURCE = Path.of("src/test/c/disk.c");

  /// What it does to a process, and how the C source knows that.
  enum Fault {
    NONE(0),
    /// As a disk that was mounted again for reading only.
    READ_ONLY(1),
    SYNCS_FAIL(2);

    private final int word;

    Fault(int word) {
      this.word = word;
    }
  }

  /// @param folder what is on the disk; its trace is kept beside it
  static FragileDisk under(Path folder) throws IOException, InterruptedException {
    Path real = folder.toRealPath();
    var disk =
        new FragileDisk(
            real, compiled(beside(real, "disk.so")), beside(real, "trace"), beside(real, "fault"));
    disk.behave(Fault.NONE);
    return disk;
  }

  private static Path beside(Path folder, String name) {
    return folder.resolveSibling(folder.getFileName() + "-" + name);
  }

  private static Path compiled(Path library) throws IOException, InterruptedException {
    var compiler =
        new ProcessBuilder(
            "cc", "-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o", library + "", SOURCE + "");
    int code = compiler.inheritIO().start().waitFor();
    if (code != 0) {
      throw new AssertionError(
          "cc is needed (apt-get install gcc libc6-dev); it ended with " + code);
    }
    return library;
  }

  Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "DISK_FOLDER", folder.toString(),
        "DISK_TRACE", trace.toString(),
        "DISK_FAULT", control.toString());
  }

  Launch under(Launch launch) {
    Launch all = launch;
    for (var variable : environment().entrySet()) {
      all = all.environment(variable.getKey(), variable.getValue());
    }
    return all;
  }

  /// Written in place: processes look at the file in memory.
  void behave(Fault fault) {
    var word = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder());
    try (var file = Files.newByteChannel(control, Trace.READ_AND_WRITE)) {
      file.write(word.putInt(fault.word).flip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
