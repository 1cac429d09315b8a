package dev.posthouse.cli;

import java.util.HexFormat;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/// `posthouse send`: publishes one event, the sample of a type, or all events of a file. A single
/// event always carries an id, so that it can be sent again without being taken twice.
@Command(name = "send")
final class Send implements Action {
  private static final int ID_BYTES = 16;

  @Parameters(arity = "0..1", paramLabel = "TYPE", descriptionKey = "send.type")
  String type = "";

  @Option(
      names = {"-d", "--data"},
      paramLabel = "JSON|@FILE|-",
      descriptionKey = "send.data")
  String data = "";

  @Option(names = "--sample", paramLabel = "TYPE", descriptionKey = "send.sample")
  String sample = "";

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      descriptionKey = "send.file")
  String file = "";

  @Option(names = "--id", paramLabel = "ID", descriptionKey = "send.id")
  String id = "";

  @Option(names = "--source", paramLabel = "NAME", descriptionKey = "send.source")
  String source = "";

  @Option(names = "--subject", paramLabel = "NAME", descriptionKey = "send.subject")
  String subject = "";

  @Option(names = "--time", paramLabel = "TIME", descriptionKey = "send.time")
  String time = "";

  @Override
  public int run(Desk desk) throws InterruptedException {
    check(desk);
    if (!file.isEmpty()) {
      return new FilePublisher(desk, desk.client()).publish(EventFile.read(file, desk));
    }
    return one(desk);
  }

  /// Exactly one of the three, and with a file nothing that its events say themselves.
  private void check(Desk desk) {
    if (Stream.of(type, sample, file).filter(given -> !given.isEmpty()).count() != 1) {
      throw desk.wrongUse("send.which");
    }
    if (type.isEmpty() && !data.isEmpty()) {
      throw desk.wrongUse("send.datatype");
    }
    boolean about = Stream.of(id, source, subject, time).anyMatch(given -> !given.isEmpty());
    if (!file.isEmpty() && about) {
      throw desk.wrongUse("send.fileabout");
    }
  }

  private int one(Desk desk) throws InterruptedException {
    Client client = desk.client();
    String body = event(desk, client).toString();
    Answer answer = new Publisher(desk, client).publish("/v1/events", Client.utf8(body), true);
    if (!answer.isSuccess()) {
      throw Problems.failed(answer, desk.words());
    }
    JsonNode published = answer.json();
    if (desk.json()) {
      desk.printJson(published);
    } else {
      desk.print(Publisher.line(published, desk.words()));
      Publisher.warn(published, "", desk);
    }
    return 0;
  }

  private ObjectNode event(Desk desk, Client client) throws InterruptedException {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("type", type.isEmpty() ? sample : type);
    event.put("id", id.isEmpty() ? freshId(desk) : id);
    put(event, "source", source);
    put(event, "subject", subject);
    put(event, "time", time);
    if (sample.isEmpty()) {
      event.putRawValue("data", new RawValue(data(desk)));
    } else {
      event.set("data", EventTypes.sample(sample, desk, client));
    }
    return event;
  }

  private static void put(ObjectNode event, String field, String value) {
    if (!value.isEmpty()) {
      event.put(field, value);
    }
  }

  private static String freshId(Desk desk) {
    var bytes = new byte[ID_BYTES];
    desk.shell().dice().nextBytes(bytes);
    return "cli-" + HexFormat.of().formatHex(bytes);
  }

  /// As it was written, to the last zero of a number.
  private String data(Desk desk) {
    if (data.isEmpty()) {
      return "{}";
    }
    boolean named = data.startsWith("@") || data.equals(Files.STDIN);
    String name = data.startsWith("@") ? data.substring(1) : data;
    String text = named ? desk.files().text(name) : data;
    try {
      JsonText.read(text, named ? Files.shown(name) : "--data", desk.words());
    } catch (Failed notJson) {
      throw named ? notJson : Failed.usage(notJson.text());
    }
    return text;
  }
}
