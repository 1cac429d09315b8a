package dev.posthouse.bench.part;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The server under measurement, started as everybody starts it: by the launcher, with its options
/// for Java and its start-up cache.
public final class ServerProcess implements AutoCloseable {
  /// Every server of the harness has this key, on loopback, for as long as the run takes.
  public static final String KEY = "only-for-measuring-" + ProcessHandle.current().pid();

  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");
  private static final Duration LONGEST_START = Duration.ofMinutes(2);
  private static final Duration LOOK_EVERY = Duration.ofMillis(5);

  private final Launched process;
  private final Path log;
  private final Path gcLog;
  private final String address;

  /// How to start it.
  ///
  /// @param launcher the script `posthouse`
  /// @param folder for its logs
  /// @param more arguments of `serve`
  /// @param environment more variables, such as `LD_PRELOAD`
  public record Start(
      Path launcher, Path folder, Path data, List<String> more, Map<String, String> environment) {
    public Start {
      more = List.copyOf(more);
      environment = Map.copyOf(environment);
    }
  }

  private ServerProcess(Launched process, Path log, Path gcLog, String address) {
    this.process = process;
    this.log = log;
    this.gcLog = gcLog;
    this.address = address;
  }

  /// Returns when the server says its address and answers.
  public static ServerProcess start(Start start) throws InterruptedException {
    Path log = start.folder().resolve("server.log");
    Path gcLog = start.folder().resolve("gc.log");
    delete(log);
    delete(gcLog);
    var command = new ArrayList<>(List.of(start.launcher().toString(), "serve", "--port", "0"));
    command.addAll(List.of("--data", start.data().toString(), "--allow-private-networks"));
    command.addAll(start.more());
    var process = Launched.start(command, environment(start, gcLog), log);
    String[] address = new String[1];
    boolean up =
        Await.within(
            LONGEST_START,
            LOOK_EVERY,
            () -> {
              address[0] = address(log);
              return !process.running() || !address[0].isEmpty();
            });
    if (!up || address[0].isEmpty()) {
      process.close();
      throw new BenchFailure("the server does not start:" + process.lastWords());
    }
    return new ServerProcess(process, log, gcLog, address[0]);
  }

  private static Map<String, String> environment(Start start, Path gcLog) {
    var environment = new HashMap<>(start.environment());
    String given = System.getenv("POSTHOUSE_JAVA_OPTS");
    environment.put("POSTHOUSE_ADMIN_KEY", KEY);
    // A source that is edited while we measure must not start a build in the middle of it.
    environment.put("POSTHOUSE_AS_BUILT", "yes");
    environment.put(
        "POSTHOUSE_JAVA_OPTS",
        (given == null ? "" : given + " ") + "-Xlog:gc:file=" + gcLog + "::filecount=0");
    return environment;
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String address(Path log) {
    try {
      Matcher found = ADDRESS.matcher(Files.exists(log) ? Files.readString(log) : "");
      return found.find() ? found.group() : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String address() {
    return address;
  }

  public long pid() {
    return process.pid();
  }

  public Path log() {
    return log;
  }

  public GcPauses pauses() {
    return GcPauses.read(gcLog);
  }

  public Counters counters() throws InterruptedException {
    return Counters.parse(Web.send("GET", address + "/metrics", "", authorization("")));
  }

  /// The answer to a change, as JSON.
  ///
  /// @param path such as `/v1/endpoints`
  /// @param tenant empty for the default one
  public JsonNode call(String method, String path, String body, String tenant)
      throws InterruptedException {
    String answer = Web.send(method, address + path, body, authorization(tenant));
    return JsonMapper.shared().readTree(answer.isEmpty() ? "{}" : answer);
  }

  private static List<String> authorization(String tenant) {
    var headers =
        new ArrayList<>(
            List.of("Authorization", "Bearer " + KEY, "Content-Type", "application/json"));
    if (!tenant.isEmpty()) {
      headers.addAll(List.of("Posthouse-Tenant", tenant));
    }
    return headers;
  }

  /// As `kill -9`.
  public void kill() throws InterruptedException {
    process.kill();
  }

  @Override
  public void close() {
    process.close();
  }
}
