package dev.posthouse.process;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server that runs, as a process of its own, and never outlives its test.
final class PosthouseProcess implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("is at (http://\\S+)\n");
  private static final Pattern MADE_KEY = Pattern.compile("phk_admin_\\S+");
  private static final Duration LONGEST_END = Duration.ofSeconds(60);

  private final Process process;
  private final Output out;
  private final Output err;
  private final URI url;
  private final String key;

  private PosthouseProcess(Process process, Output out, Output err, URI url, String key) {
    this.process = process;
    this.out = out;
    this.err = err;
    this.url = url;
    this.key = key;
  }

  /// Waits for the banner, whose last line of three to copy asks for the events.
  ///
  /// @param key the admin key; empty if the banner will say it
  static PosthouseProcess ready(Process process, String key, Duration atMost)
      throws InterruptedException {
    var out = Output.of(process.getInputStream());
    var err = Output.of(process.getErrorStream());
    String banner = out.await("/v1/events -H \"Authorization: Bearer $POSTHOUSE_KEY\"\n", atMost);
    Matcher address = ADDRESS.matcher(banner);
    if (!address.find()) {
      kill(process);
      throw new AssertionError("did not start:\n" + banner + err.text());
    }
    Matcher made = MADE_KEY.matcher(banner);
    var url = URI.create(address.group(1));
    return new PosthouseProcess(
        process, out, err, url, key.isEmpty() && made.find() ? made.group() : key);
  }

  URI url() {
    return url;
  }

  int port() {
    return url.getPort();
  }

  String adminKey() {
    return key;
  }

  Client client() {
    return new Client(url, key);
  }

  /// What it has written to standard output.
  String out() {
    return out.text();
  }

  /// What it has logged.
  String log() {
    return err.text();
  }

  Output logging() {
    return err;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// As `kill -9`: at once, without a chance to do anything.
  void kill9() throws InterruptedException {
    kill(process);
    process.waitFor();
  }

  /// As `kill`: SIGTERM.
  void terminate() {
    process.destroy();
  }

  /// Returns the exit code.
  int awaitExit() throws InterruptedException {
    if (!process.waitFor(LONGEST_END.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("still runs:\n" + log());
    }
    return process.exitValue();
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public void close() throws IOException {
    kill(process);
    process.getOutputStream().close();
  }
}
