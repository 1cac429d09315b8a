package dev.posthouse.bench.part;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What Linux tells of a process under `/proc`.
public final class Procfs {
  /// Linux counts in hundredths of a second on every machine of today (`getconf CLK_TCK`).
  private static final long MICROS_A_TICK = 10_000;

  private static final int USER = 11;
  private static final int SYSTEM = 12;
  private static final int PARENT = 1;
  private static final long KB = 1024;

  private Procfs() {}

  /// CPU time of all threads of the process, user and system, in microseconds.
  public static long cpuMicros(long pid) {
    String[] fields = stat(Path.of("/proc", Long.toString(pid)));
    return (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) * MICROS_A_TICK;
  }

  /// CPU time of the process and its children of now.
  public static long treeMicros(long pid) {
    long sum = cpuMicros(pid);
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      for (Path entry : all.filter(p -> p.getFileName().toString().matches("\\d+")).toList()) {
        sum += childMicros(entry, pid);
      }
    } catch (IOException e) {
      throw new BenchFailure("cannot read /proc", e);
    }
    return sum;
  }

  private static long childMicros(Path entry, long parent) {
    try {
      String[] fields = stat(entry);
      return Long.parseLong(fields[PARENT]) == parent
          ? (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) * MICROS_A_TICK
          : 0;
    } catch (BenchFailure gone) {
      return 0;
    }
  }

  /// The fields after the name, which may itself hold spaces.
  private static String[] stat(Path process) {
    try {
      String text = Files.readString(process.resolve("stat"));
      return text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
    } catch (IOException e) {
      throw new BenchFailure("cannot read " + process + "/stat", e);
    }
  }

  /// The most memory that the process has held, in bytes.
  public static long peakMemory(long pid) {
    return status(pid, "VmHWM:");
  }

  private static long status(long pid, String field) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith(field))
          .map(line -> line.replaceAll("\\D", ""))
          .mapToLong(Long::parseLong)
          .map(kb -> kb * KB)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new BenchFailure("cannot read the status of process " + pid, e);
    }
  }
}
