package dev.posthouse.bench;

import dev.posthouse.bench.part.Disk;
import dev.posthouse.bench.scenario.Databases;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where and how something is measured: without that a figure says nothing.
final class Machine {
  private static final Pattern MODEL = Pattern.compile("model name\\s*:\\s*(.+)");
  private static final Pattern MEMORY = Pattern.compile("MemTotal:\\s*(\\d+) kB");
  private static final Pattern DIGITS = Pattern.compile("\\d[\\w.+-]*");

  private Machine() {}

  static Map<String, String> conditions(Options options, Databases databases) {
    Map<String, String> all = new LinkedHashMap<>();
    String model = found(MODEL, Path.of("/proc/cpuinfo"));
    all.put("cpu", Runtime.getRuntime().availableProcessors() + " × " + model);
    String kilobytes = found(MEMORY, Path.of("/proc/meminfo"));
    all.put("memory", kilobytes.isEmpty() ? "" : (Long.parseLong(kilobytes) >> 20) + " GB");
    all.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    Disk.Sync sync = Disk.sync(options.work());
    all.put(
        "disk",
        "%s, a 4 KB write and sync takes %.0f µs (p50), %.0f µs (p99)"
            .formatted(Disk.kind(options.work()), sync.median(), sync.p99()));
    all.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
    all.put("nginx", version("nginx", "-v"));
    all.put("wrk", version("wrk", "-v"));
    all.put("database", databases.about());
    all.put("commit", said(options.home(), "git", "rev-parse", "--short", "HEAD"));
    all.put("command", options.command());
    String more = System.getenv("POSTHOUSE_JAVA_OPTS");
    all.put("POSTHOUSE_JAVA_OPTS", more == null ? "" : more);
    all.put("when", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString());
    return all;
  }

  private static String found(Pattern pattern, Path file) {
    try {
      Matcher match = pattern.matcher(Files.readString(file));
      return match.find() ? match.group(1).strip() : "";
    } catch (IOException e) {
      return "";
    }
  }

  private static String version(String... command) {
    Matcher version = DIGITS.matcher(said(Path.of("/"), command));
    return version.find() ? version.group() : "";
  }

  /// What a program says; empty if it is not there.
  private static String said(Path folder, String... command) {
    try {
      Process process =
          new ProcessBuilder(List.of(command))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .start();
      byte[] said = process.getInputStream().readAllBytes();
      return new String(said, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
