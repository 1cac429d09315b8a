package dev.posthouse.cli;

import dev.posthouse.webhooks.Verification;
import dev.posthouse.webhooks.Verifier;
import dev.posthouse.webhooks.VerifyingKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;

/// `posthouse verify`: whether what a receiver got is genuine, and if not, why. Asks no server.
@Command(name = "verify")
final class VerifyCommand implements Action {
  private static final String TIMESTAMP = "webhook-timestamp";

  @Parameters(arity = "0..1", paramLabel = "FILE", descriptionKey = "verify.file")
  String file = Files.STDIN;

  @Option(names = "--secret", paramLabel = "KEY|@FILE", descriptionKey = "verify.secret")
  String secret = "";

  @Option(
      names = {"-H", "--header"},
      paramLabel = "LINE|@FILE",
      descriptionKey = "verify.header")
  List<String> headers = new ArrayList<>();

  @Option(names = "--any-time", descriptionKey = "verify.anytime")
  boolean anyTime;

  @Override
  public int run(Desk desk) {
    Map<String, List<String>> read = headers(desk);
    byte[] body = desk.files().raw(file);
    Verifier verifier = Verifier.of(HandKeys.read(secret, VerifyingKey::parse, desk));
    Verification seen = verifier.verify(read, now(read, desk), body);
    boolean genuine = seen instanceof Verification.Verified;
    String why = seen instanceof Verification.Refused refused ? refused.message() : "";
    if (desk.json()) {
      desk.printJson(JsonNodeFactory.instance.objectNode().put("genuine", genuine).put("why", why));
    } else if (genuine) {
      desk.print(Paint.GREEN, desk.words().say("verify.genuine"));
    } else {
      desk.print(Paint.RED, desk.words().say("verify.refused", why));
    }
    return genuine ? 0 : Failed.REFUSED;
  }

  /// The moment of the attempt itself where its age is not asked about.
  private Instant now(Map<String, List<String>> read, Desk desk) {
    String said = String.join("", read.getOrDefault(TIMESTAMP, List.of()));
    return anyTime && said.matches("\\d{1,12}")
        ? Instant.ofEpochSecond(Long.parseLong(said))
        : desk.shell().clock().instant();
  }

  private Map<String, List<String>> headers(Desk desk) {
    var read = new HashMap<String, List<String>>();
    headers.stream()
        .flatMap(text ->
            text.startsWith("@") ? desk.files().text(text.substring(1)).lines() : text.lines())
        .filter(line -> !line.isBlank())
        .forEach(line -> {
          String[] parts = line.split(":", 2);
          if (parts.length != 2) {
            throw desk.wrongUse("verify.oddheader", line);
          }
          read.computeIfAbsent(parts[0].strip().toLowerCase(Locale.ROOT), n -> new ArrayList<>())
              .add(parts[1].strip());
        });
    return read;
  }
}
