package dev.posthouse.bench.part;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// A process of ours: ends with us, and its last words are told when it fails.
public final class Launched implements AutoCloseable {
  private static final int LAST_WORDS = 20;
  private static final long PATIENCE_SECONDS = 120;

  private final Process process;
  private final Path log;

  private Launched(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /// Everything the process says goes to `log`.
  static Launched start(List<String> command, Map<String, String> environment, Path log) {
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    return start(builder, environment, log);
  }

  /// What the process says on its standard output is read by us.
  static Launched heard(List<String> command, Path log) {
    return start(new ProcessBuilder(command).redirectError(log.toFile()), Map.of(), log);
  }

  private static Launched start(ProcessBuilder builder, Map<String, String> more, Path log) {
    builder.environment().keySet().removeIf(Launched::ours);
    builder.environment().putAll(more);
    try {
      Process process = builder.start();
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroyForcibly));
      return new Launched(process, log);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + builder.command().getFirst(), e);
    }
  }

  /// Settings of the caller's own server have no business here.
  private static boolean ours(String variable) {
    return variable.startsWith("POSTHOUSE_") && !variable.startsWith("POSTHOUSE_JAVA_");
  }

  public long pid() {
    return process.pid();
  }

  boolean running() {
    return process.isAlive();
  }

  String line() {
    try {
      BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
      String line = reader.readLine();
      if (line == null) {
        throw new BenchFailure("ended early: " + lastWords());
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String all() throws InterruptedException {
    try {
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @throws BenchFailure if it ends with another code than 0, or not in time
  void succeed(long seconds) throws InterruptedException {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new BenchFailure("did not end within " + seconds + " s");
    }
    if (process.exitValue() != 0) {
      throw new BenchFailure("ended with " + process.exitValue() + ": " + lastWords());
    }
  }

  String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log);
      return lines.stream()
          .skip(Math.max(0, lines.size() - LAST_WORDS))
          .collect(Collectors.joining("\n", "\n", ""));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /// As an operator stops it; killed when it takes too long.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
