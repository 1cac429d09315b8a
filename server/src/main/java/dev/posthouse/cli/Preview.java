package dev.posthouse.cli;

import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `posthouse preview`: which events a draft subscription would take, and what it would send,
/// without sending anything.
@Command(name = "preview")
final class Preview implements Action {
  private static final int USUAL_LAST = 20;

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      descriptionKey = "preview.file")
  String file = "";

  @Option(names = "--sample", paramLabel = "TYPE", descriptionKey = "preview.sample")
  String sample = "";

  @Option(names = "--event", paramLabel = "FILE", descriptionKey = "preview.event")
  String event = "";

  @Option(names = "--last", paramLabel = "COUNT", descriptionKey = "preview.last")
  int last;

  @Override
  public int run(Desk desk) throws InterruptedException {
    boolean any = last > 0;
    long given = Stream.of(!sample.isEmpty(), !event.isEmpty(), any).filter(yes -> yes).count();
    if (given > 1 || last < 0) {
      throw desk.wrongUse("preview.which");
    }
    String draft = desk.files().text(file);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("subscription", JsonText.read(draft, Files.shown(file), desk.words()));
    about(body, desk);
    JsonNode answer =
        desk.client().send("POST", "/v1/subscriptions/preview", body.toString()).json();
    if (desk.json()) {
      desk.printJson(answer);
    } else {
      new Previewed(desk).print(answer);
    }
    return 0;
  }

  private void about(ObjectNode body, Desk desk) {
    if (!sample.isEmpty()) {
      body.put("sample", sample);
    } else if (!event.isEmpty()) {
      String text = desk.files().text(event);
      body.set("event", JsonText.read(text, Files.shown(event), desk.words()));
    } else {
      body.put("last", last == 0 ? USUAL_LAST : last);
    }
  }
}
