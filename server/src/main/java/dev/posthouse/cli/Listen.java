package dev.posthouse.cli;

import dev.posthouse.webhooks.Request;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `posthouse listen`: shows each event as it comes, and sends it to a program that is being
/// developed, signed. What a person types in between is a wish: to send again, to see, to choose.
@Command(name = "listen")
final class Listen implements Action {
  private static final String SECRET = "POSTHOUSE_LISTEN_SECRET";
  private static final int SECRET_BYTES = 24;
  private static final String STAR = "*";
  private static final String SOURCE_ID = "so_";

  /// Ids of events that were read, since the last may be told twice.
  private static final int REMEMBERED = 1_000;

  @Option(names = "--forward", paramLabel = "URL", descriptionKey = "listen.forward")
  String forward = "";

  @Option(names = "--type", paramLabel = "TYPE", descriptionKey = "listen.type")
  String type = "";

  @Option(names = "--source", paramLabel = "SOURCE", descriptionKey = "listen.source")
  String source = "";

  @Option(names = "--secret", paramLabel = "SECRET", descriptionKey = "listen.secret")
  String secret = "";

  @Option(names = "--address", paramLabel = "URL", descriptionKey = "listen.address")
  String address = "";

  private final Set<String> seen = new LinkedHashSet<>();
  private @Nullable Heard last;
  private String position = "";
  private Instant begun = Instant.EPOCH;

  @Override
  public int run(Desk desk) throws InterruptedException {
    if (!forward.isEmpty()) {
      var _ = Forwarder.target(forward, desk);
    }
    Client client = desk.client();
    source = known(source, client);
    begin(desk);
    while (true) {
      Answer answer = client.get(path());
      begun = begun.equals(Instant.EPOCH) ? serverTime(answer, desk) : begun;
      Stream news = Stream.read(answer.text());
      position = news.position().isEmpty() ? position : news.position();
      for (JsonNode event : news.gap() ? missed(client) : news.events()) {
        hear(event, client, desk);
      }
      if (!wishes(desk)) {
        return 0;
      }
    }
  }

  /// People know sources by their names, events by their ids. What is neither may be the source of
  /// events that somebody publishes.
  private static String known(String nameOrId, Client client) throws InterruptedException {
    if (nameOrId.isEmpty() || nameOrId.startsWith(SOURCE_ID)) {
      return nameOrId;
    }
    return Lists.id(client, "/v1/sources", "name", nameOrId).orElse(nameOrId);
  }

  private String path() {
    return "/v1/stream?for=1s"
        + (position.isEmpty() ? "" : "&lastEventId=" + Client.encoded(position));
  }

  /// A house in which nothing has happened yet cannot say where to go on.
  private List<JsonNode> missed(Client client) throws InterruptedException {
    List<JsonNode> events = new ArrayList<>();
    client
        .get("/v1/events?limit=100&since=" + Client.encoded(begun.toString()))
        .json()
        .path("items")
        .forEach(events::addFirst);
    return events;
  }

  /// What came before is not wanted, and clocks differ.
  private static Instant serverTime(Answer answer, Desk desk) {
    try {
      return DateTimeFormatter.RFC_1123_DATE_TIME.parse(answer.date(), Instant::from);
    } catch (DateTimeException noDate) {
      return desk.shell().clock().instant();
    }
  }

  private void begin(Desk desk) {
    secret = secret.isEmpty() ? desk.shell().variable(SECRET) : secret;
    note(desk, forward.isEmpty() ? "listen.begin" : "listen.beginforward", forward);
    if (!forward.isEmpty() && secret.isEmpty()) {
      var bytes = new byte[SECRET_BYTES];
      desk.shell().dice().nextBytes(bytes);
      secret = "whsec_" + Base64.getEncoder().encodeToString(bytes);
      note(desk, "listen.fresh", secret);
    }
    if (desk.shell().terminal()) {
      note(desk, "listen.keys");
    }
  }

  /// What is no event: beside them, where programs read.
  private static void note(Desk desk, String key, Object... values) {
    if (desk.json()) {
      desk.warn(desk.words().say(key, values));
    } else {
      desk.say(key, values);
    }
  }

  private void hear(JsonNode told, Client client, Desk desk) throws InterruptedException {
    String id = Desk.text(told, "id");
    boolean fromHere = source.isEmpty() || source.equals(Desk.text(told, "source"));
    if (!fromHere || !chosen(Desk.text(told, "type")) || !seen.add(id)) {
      return;
    }
    if (seen.size() > REMEMBERED) {
      seen.remove(seen.iterator().next());
    }
    Heard heard = Heard.read(client.get("/v1/events/" + id).body());
    last = heard;
    tell(heard, desk);
  }

  /// As in subscriptions: a star is one segment, at the end one or more.
  private boolean chosen(String told) {
    if (type.isEmpty()) {
      return true;
    }
    String[] wanted = type.split("\\.", -1);
    String[] given = told.split("\\.", -1);
    boolean open = wanted[wanted.length - 1].equals(STAR);
    if (open ? given.length < wanted.length : given.length != wanted.length) {
      return false;
    }
    return IntStream.range(0, wanted.length)
        .allMatch(i -> wanted[i].equals(STAR) || wanted[i].equals(given[i]));
  }

  /// One event: for people as it stands and what came of it, for programs both in a line.
  private void tell(Heard heard, Desk desk) throws InterruptedException {
    if (!desk.json()) {
      desk.print(Paint.BOLD, heard.line());
    }
    Optional<Forwarded> passed =
        forward.isEmpty() ? Optional.empty() : Optional.of(send(heard, desk));
    if (desk.json()) {
      ObjectNode line = JsonText.JSON.readValue(heard.bytes(), ObjectNode.class);
      passed.ifPresent(one -> line.set("forwarded", one.json()));
      desk.printJsonLine(line);
    } else {
      passed.ifPresent(one -> one.print(desk));
    }
  }

  private Forwarded send(Heard heard, Desk desk) throws InterruptedException {
    try {
      String known = address.isEmpty() ? forward : address;
      Request request = heard.signed(known, secret, desk.shell().clock().instant());
      return new Forwarded.Answered(
          new Forwarder(desk).send(Forwarder.target(forward, desk), request));
    } catch (Failed nobodyThere) {
      return new Forwarded.Failed(nobodyThere.text());
    } catch (IllegalArgumentException wrongSecret) {
      String why = String.valueOf(wrongSecret.getMessage());
      return new Forwarded.Failed(desk.words().say("listen.unsigned", why));
    }
  }

  /// Whether to go on.
  private boolean wishes(Desk desk) throws InterruptedException {
    while (typed(desk)) {
      String[] wish = desk.files().line().strip().split("\\s+", 2);
      switch (wish[0]) {
        case "" -> {}
        case "q" -> {
          return false;
        }
        case "r" -> again(desk);
        case "o" -> open(desk);
        case "f" -> {
          type = wish.length == 2 ? wish[1] : "";
          note(desk, "listen.filtered", type.isEmpty() ? "*" : type);
        }
        default -> note(desk, "listen.keys");
      }
    }
    return true;
  }

  private static boolean typed(Desk desk) {
    try {
      return desk.shell().in().available() > 0;
    } catch (IOException closed) {
      return false;
    }
  }

  private void again(Desk desk) throws InterruptedException {
    Heard heard = last;
    if (heard == null) {
      note(desk, "listen.none");
    } else {
      tell(heard, desk);
    }
  }

  private void open(Desk desk) {
    Heard heard = last;
    if (heard == null) {
      note(desk, "listen.none");
    } else {
      desk.print(heard.whole());
    }
  }
}
