package dev.posthouse.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a server is started: as the launcher does it, with the same options of Java but one.
///
/// @param wrapper a command that runs the server's, such as `strace -f`
/// @param environment variables beside those of the tests, without any of Posthouse's
record Launch(List<String> wrapper, List<String> words, Map<String, String> environment) {
  static final String ADMIN_KEY = "an-admin-key-for-tests";
  private static final Duration LONGEST_START = Duration.ofSeconds(60);

  /// These servers live for seconds: code that is optimised for hours costs them more than it
  /// gives.
  private static final String SOON_WARM = "-XX:TieredStopAtLevel=1";

  private static final Pattern JAVA_FLAGS = Pattern.compile("(?s)\nJAVA_FLAGS=\"(.*?)\"");

  Launch {
    wrapper = List.copyOf(wrapper);
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /// What is left of a process that has ended.
  record Ended(int code, String out, String err) {}

  /// A server on a free port whose receivers may be on this machine.
  static Launch on(Path data) {
    return bare("--port", "0", "--data", data.toString(), "--allow-private-networks")
        .environment("POSTHOUSE_ADMIN_KEY", ADMIN_KEY);
  }

  static Launch bare(String... flags) {
    return new Launch(List.of(), List.of("serve"), Map.of()).with(flags);
  }

  Launch with(String... flags) {
    var more = new ArrayList<>(words);
    more.addAll(List.of(flags));
    return new Launch(wrapper, more, environment);
  }

  Launch environment(String name, String value) {
    var more = new HashMap<>(environment);
    more.put(name, value);
    return new Launch(wrapper, words, more);
  }

  Launch under(String... command) {
    return new Launch(List.of(command), words, environment);
  }

  /// Starts it and waits until it answers.
  PosthouseProcess start() throws IOException, InterruptedException {
    return PosthouseProcess.ready(
        process(), environment.getOrDefault("POSTHOUSE_ADMIN_KEY", ""), LONGEST_START);
  }

  /// Starts what is expected to end by itself.
  Ended run() throws IOException, InterruptedException {
    Process process = process();
    try {
      var out = Output.of(process.getInputStream());
      var err = Output.of(process.getErrorStream());
      if (!process.waitFor(LONGEST_START.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("runs on:\n" + out.text() + err.text());
      }
      return new Ended(process.exitValue(), out.whole(LONGEST_START), err.whole(LONGEST_START));
    } finally {
      process.destroyForcibly();
    }
  }

  /// Starts it and waits for nothing.
  Process process() throws IOException {
    var command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(javaFlags());
    command.add(SOON_WARM);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.posthouse.Main"));
    command.addAll(words);
    var builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("POSTHOUSE_"));
    builder.environment().keySet().removeIf(name -> name.endsWith("JAVA_OPTIONS"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static List<String> javaFlags() throws IOException {
    Matcher flags = JAVA_FLAGS.matcher(Files.readString(Path.of("../posthouse")));
    if (!flags.find()) {
      throw new AssertionError("the launcher has no JAVA_FLAGS any more");
    }
    return List.of(flags.group(1).strip().split("\\s+"));
  }
}
