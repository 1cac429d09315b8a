package dev.posthouse.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The script `verify/judge.mjs` in a Node process of its own: libraries that others wrote. Where
/// the folder is may be said by the system property `posthouse.verify`.
final class NodeJudge implements AutoCloseable {
  private static final String SIGNED = "{\"signature\":\"";

  private final Process node;
  private final BufferedWriter requests;
  private final BufferedReader answers;

  private NodeJudge(Process node) {
    this.node = node;
    this.requests = node.outputWriter(UTF_8);
    this.answers = node.inputReader(UTF_8);
  }

  /// @throws IllegalStateException if Node or its packages are not installed, with what to do
  static NodeJudge start() {
    Path folder =
        Path.of(System.getProperty("posthouse.verify", "../verify")).toAbsolutePath().normalize();
    if (!Files.isDirectory(folder.resolve("node_modules"))) {
      throw new IllegalStateException(
          "The judges are not installed: run `npm ci` in " + folder + " (Node 20 or newer)");
    }
    try {
      return new NodeJudge(
          new ProcessBuilder("node", "judge.mjs")
              .directory(folder.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    } catch (IOException noNode) {
      throw new IllegalStateException("Cannot run `node`: install Node 20 or newer", noNode);
    }
  }

  boolean verify(String judge, String key, Message message, String signature) {
    String answer = ask(judge, key, message, signature);
    return switch (answer) {
      case "{\"valid\":true}" -> true;
      case "{\"valid\":false}" -> false;
      default -> throw new IllegalStateException("The judge answered " + answer);
    };
  }

  String sign(String judge, String key, Message message) {
    String answer = ask(judge, key, message, null);
    if (!answer.startsWith(SIGNED)) {
      throw new IllegalStateException("The judge answered " + answer);
    }
    return answer.substring(SIGNED.length(), answer.indexOf('"', SIGNED.length()));
  }

  private String ask(String judge, String key, Message message, @Nullable String signature) {
    String request =
        """
        {"judge":"%s","key":"%s","now":%d,"body":"%s","sign":%b,"headers":\
        {"webhook-id":"%s","webhook-timestamp":"%d","webhook-signature":"%s"}}
        """
            .formatted(
                judge,
                key,
                message.now(),
                Base64.getEncoder().encodeToString(message.body()),
                signature == null,
                message.id(),
                message.timestamp(),
                signature == null ? "" : signature);
    return ask(request);
  }

  /// What the script answers to any of its requests, in one line.
  String ask(String request) {
    try {
      requests.write(request.strip() + "\n");
      requests.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new IllegalStateException("The judge ended; its reason is on standard error");
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    node.destroy();
  }

  /// @param now what the judge takes for the present, in seconds since 1970
  record Message(String id, long timestamp, long now, byte[] body) {}
}
