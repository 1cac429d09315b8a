package dev.posthouse.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a process takes of its machine.
///
/// @param resident kilobytes of memory
/// @param heap kilobytes of objects that are in use, after a full collection
/// @param files open files and connections
record Vitals(long resident, long heap, int threads, int files) {
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final Pattern LIVE = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

  static Vitals of(long pid) throws IOException, InterruptedException {
    Path process = Path.of("/proc", pid + "");
    long heap = number(LIVE, histogram(pid)) >> 10;
    return new Vitals(
        number(RESIDENT, Files.readString(process.resolve("status"))),
        heap,
        count(process.resolve("task")),
        count(process.resolve("fd")));
  }

  /// Makes the process collect its garbage first.
  private static String histogram(long pid) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process asked = new ProcessBuilder(jcmd + "", pid + "", "GC.class_histogram").start();
    String answer = new String(asked.getInputStream().readAllBytes(), UTF_8);
    asked.waitFor();
    return answer;
  }

  private static long number(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new AssertionError("no " + pattern + " in " + text);
    }
    return Long.parseLong(found.group(1));
  }

  private static int count(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return (int) all.count();
    }
  }
}
