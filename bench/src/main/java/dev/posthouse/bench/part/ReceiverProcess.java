package dev.posthouse.bench.part;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The receiver, seen from the harness.
public final class ReceiverProcess implements AutoCloseable {
  private static final String HEAP = "-Xmx512m";

  private final Launched process;
  private final String address;

  private ReceiverProcess(Launched process, String address) {
    this.process = process;
    this.address = address;
  }

  public static ReceiverProcess start(Path folder) {
    var process =
        Launched.heard(
            Java.command(List.of(HEAP), "dev.posthouse.bench.receiver.Receiver"),
            folder.resolve("receiver.log"));
    return new ReceiverProcess(process, "http://127.0.0.1:" + process.line());
  }

  public String address() {
    return address;
  }

  public long pid() {
    return process.pid();
  }

  /// What has come since [#forget].
  ///
  /// @param posts all requests
  /// @param taken those that were answered 2xx
  /// @param distinct different events among them, counted anew for each space
  /// @param disorder events that came after one with a higher number
  public record Counts(
      long posts,
      long taken,
      long refused,
      long distinct,
      long duplicates,
      long disorder,
      long good,
      long bad) {}

  public Counts counts() throws InterruptedException {
    JsonNode json = JsonMapper.shared().readTree(Web.read(address + "/counts"));
    return new Counts(
        json.path("posts").asLong(),
        json.path("taken").asLong(),
        json.path("refused").asLong(),
        json.path("distinct").asLong(),
        json.path("duplicates").asLong(),
        json.path("disorder").asLong(),
        json.path("good").asLong(),
        json.path("bad").asLong());
  }

  /// From sending to receiving, of the events since [#startWindow].
  public Latency latency(int group) throws InterruptedException {
    return Latency.parse(Web.read(address + "/latency?" + group));
  }

  /// By how much retries came after they were due.
  public Latency lateness() throws InterruptedException {
    return Latency.parse(Web.read(address + "/lateness"));
  }

  public void startWindow() throws InterruptedException {
    Web.read(address + "/window");
  }

  public void forget() throws InterruptedException {
    Web.read(address + "/forget");
  }

  public void open(boolean open) throws InterruptedException {
    Web.read(address + "/open?" + open);
  }

  public void secret(String secret) throws InterruptedException {
    Web.read(address + "/secret?" + URLEncoder.encode(secret, StandardCharsets.UTF_8));
  }

  public void retryDelay(long micros) throws InterruptedException {
    Web.read(address + "/retry-delay?" + micros);
  }

  /// Writes a bit for each number that came.
  public void dump(Path file) throws InterruptedException {
    Web.read(address + "/dump?" + URLEncoder.encode(file.toString(), StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    process.close();
  }
}
