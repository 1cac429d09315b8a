package dev.posthouse.cli;

import dev.posthouse.webhooks.Signer;
import dev.posthouse.webhooks.SigningSecret;
import java.util.HexFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `posthouse sign`: the headers that a body is sent with, for trying a receiver by hand. Asks no
/// server.
@Command(name = "sign")
final class SignCommand implements Action {
  private static final int ID_BYTES = 12;

  @Parameters(arity = "0..1", paramLabel = "FILE", descriptionKey = "sign.file")
  String file = Files.STDIN;

  @Option(names = "--secret", paramLabel = "KEY|@FILE", descriptionKey = "sign.secret")
  String secret = "";

  @Option(names = "--id", paramLabel = "ID", descriptionKey = "sign.id")
  String id = "";

  @Option(names = "--timestamp", paramLabel = "SECONDS", descriptionKey = "sign.timestamp")
  long timestamp = -1;

  @Override
  public int run(Desk desk) {
    byte[] body = desk.files().raw(file);
    SigningSecret key = HandKeys.read(secret, SigningSecret::parse, desk);
    String name = id.isEmpty() ? freshId(desk) : id;
    long seconds = timestamp < 0 ? desk.shell().clock().instant().getEpochSecond() : timestamp;
    ObjectNode headers = JsonNodeFactory.instance.objectNode();
    headers.put("webhook-id", name);
    headers.put("webhook-timestamp", Long.toString(seconds));
    try {
      headers.put("webhook-signature", Signer.of(key).sign(name, seconds, body));
    } catch (IllegalArgumentException e) {
      throw Failed.usage(String.valueOf(e.getMessage()));
    }
    if (desk.json()) {
      desk.printJson(headers);
    } else {
      headers.properties().forEach(h -> desk.print(h.getKey() + ": " + h.getValue().asString()));
    }
    return 0;
  }

  private static String freshId(Desk desk) {
    var bytes = new byte[ID_BYTES];
    desk.shell().dice().nextBytes(bytes);
    return "msg_" + HexFormat.of().formatHex(bytes);
  }
}
