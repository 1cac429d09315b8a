package dev.posthouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.cli.Local;
import dev.posthouse.store.PrivateFile;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/// The note in a data folder that says which process serves it, and where: so that commands on this
/// machine find their server. Only the owner of the folder can read it.
///
/// @param process its id
/// @param started when the process began, for ids are used again
/// @param tenant whom commands act for if nobody is named
record RunningServer(String url, String process, String started, String tenant) {
  private static final String FILE = "server.properties";
  private static final String HOST = "://(0\\.0\\.0\\.0|\\[?::]?)(?=:\\d+$)";

  /// This process.
  ///
  /// @param url may name all addresses of this machine
  static RunningServer here(String url, String tenant) {
    ProcessHandle own = ProcessHandle.current();
    String near = url.replaceFirst(HOST, url.contains("0.0.0.0") ? "://127.0.0.1" : "://[::1]");
    return new RunningServer(near, Long.toString(own.pid()), started(own), tenant);
  }

  void note(Path folder) {
    String text =
        """
        # The process that serves this folder. Commands on this machine find it by this.
        url=%s
        process=%s
        started=%s
        tenant=%s
        """
            .formatted(url, process, started, tenant);
    PrivateFile.make(folder, FILE, text.getBytes(UTF_8));
  }

  /// Takes the note away: nobody serves the folder any more.
  static void forget(Path folder) {
    try {
      Files.deleteIfExists(folder.resolve(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder.resolve(FILE), e);
    }
  }

  /// The server of a data folder, or of the demonstration below it, if one runs on this machine and
  /// is reached without leaving it.
  ///
  /// @param adminKey what the environment says; empty: what the folder keeps
  static Local find(Path data, String adminKey) {
    return Stream.of(data, data.resolve(Demo.FOLDER))
        .flatMap(folder ->
            read(folder)
                .filter(RunningServer::isHere)
                .map(server -> {
                  String key = adminKey.isEmpty() ? KeyFiles.keptAdminKey(folder) : adminKey;
                  return new Local(server.url, key, server.tenant);
                })
                .stream())
        .findFirst()
        .orElse(Local.NONE);
  }

  private static Optional<RunningServer> read(Path folder) {
    Path file = folder.resolve(FILE);
    var note = new Properties();
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    try (Reader in = Files.newBufferedReader(file)) {
      note.load(in);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty(); // half a note is none
    }
    List<String> texts =
        Stream.of("url", "process", "started", "tenant").map(n -> note.getProperty(n, "")).toList();
    return Optional.of(new RunningServer(texts.get(0), texts.get(1), texts.get(2), texts.get(3)));
  }

  /// A note may outlive its process, and another listen there now; a key is shown to nobody else.
  private boolean isHere() {
    return process.matches("\\d{1,18}")
        && ProcessHandle.of(Long.parseLong(process))
            .filter(handle -> handle.isAlive() && started(handle).equals(started))
            .isPresent()
        && isLoopback(url);
  }

  private static boolean isLoopback(String url) {
    String host = String.valueOf(URI.create(url).getHost()).replaceAll("[\\[\\]]", "");
    try {
      return host.equals("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false; // a name, perhaps of another machine
    }
  }

  private static String started(ProcessHandle handle) {
    return handle.info().startInstant().map(Instant::toString).orElse("");
  }
}
