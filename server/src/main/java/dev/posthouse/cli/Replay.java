package dev.posthouse.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `posthouse replay`: sends events once more in bulk, as a job of the server; lists such jobs,
/// shows one, pauses, resumes and cancels it.
@Command(name = "replay")
final class Replay implements Action {
  private static final String PATH = "/v1/replays";
  private static final Set<String> CHANGES = Set.of("pause", "resume", "cancel");
  private static final Set<String> STOPPED = Set.of("cancelled", "paused");
  private static final Set<String> ENDS = Set.of("done", "cancelled", "paused", "planned");
  private static final Duration LOOK = Duration.ofMillis(500);

  @Parameters(arity = "0..2", paramLabel = "JOB", descriptionKey = "replay.job")
  List<String> words = new ArrayList<>();

  @Option(names = "--since", paramLabel = "TIME", descriptionKey = "replay.since")
  String since = "";

  @Option(names = "--until", paramLabel = "TIME", descriptionKey = "list.until")
  String until = "";

  @Option(
      names = "--type",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "TYPE,…",
      descriptionKey = "replay.type")
  List<String> types = new ArrayList<>();

  @Option(names = "--filter", paramLabel = "CEL", descriptionKey = "replay.filter")
  String filter = "";

  @Option(names = "--endpoint", paramLabel = "NAME|ID", descriptionKey = "replay.endpoint")
  String endpoint = "";

  @Option(names = "--subscription", paramLabel = "ID", descriptionKey = "replay.subscription")
  String subscription = "";

  @Option(names = "--failed", descriptionKey = "replay.failed")
  boolean failed;

  @Option(names = "--rate", paramLabel = "RATE", descriptionKey = "replay.rate")
  String rate = "";

  @Option(names = "--dry-run", descriptionKey = "replay.dryrun")
  boolean dryRun;

  @Option(names = "--wait", descriptionKey = "replay.wait")
  boolean wait;

  @Override
  public int run(Desk desk) throws InterruptedException {
    boolean change = words.size() == 2 && CHANGES.contains(words.getFirst());
    if ((words.size() == 2 && !change) || (!words.isEmpty() && !since.isEmpty())) {
      throw desk.wrongUse("replay.use");
    }
    Client client = desk.client();
    if (!since.isEmpty()) {
      return make(desk, client);
    }
    if (words.isEmpty()) {
      list(desk, client);
      return 0;
    }
    String job = PATH + "/" + Client.encoded(words.getLast());
    if (change) {
      show(desk, client, client.send("POST", job + "/" + words.getFirst(), "").json());
      return 0;
    }
    return show(desk, client, client.get(job).json());
  }

  private int make(Desk desk, Client client) throws InterruptedException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("since", Moments.read(since, desk));
    put(body, "until", Moments.read(until, desk));
    put(body, "mode", failed ? "failed" : "");
    put(body, "filter", filter);
    put(body, "endpoint", EndpointNames.id(endpoint, desk, client));
    put(body, "subscription", subscription);
    put(body, "rate", rate);
    if (!types.isEmpty()) {
      types.forEach(body.withArray("types")::add);
    }
    String path = new Query(PATH).with("dryRun", dryRun).toString();
    JsonNode made = client.send("POST", path, body.toString()).json();
    if (dryRun && !desk.json()) {
      JsonNode plan = made.has("plan") ? made.path("plan") : made;
      desk.say(
          planned(plan),
          plan.path("count").asString("?"),
          Desk.text(plan, "first"),
          Desk.text(plan, "last"));
      return 0;
    }
    return show(desk, client, made);
  }

  private static String planned(JsonNode plan) {
    if (!plan.path("complete").asBoolean(true)) {
      return "replay.partial";
    }
    return plan.path("count").asLong(1) == 0 ? "replay.none" : "replay.plan";
  }

  private static void put(ObjectNode body, String field, String value) {
    if (!value.isEmpty()) {
      body.put(field, value);
    }
  }

  private static void list(Desk desk, Client client) throws InterruptedException {
    Lists.print(
        desk,
        Lists.whole(client, new Query(PATH)),
        List.of("replay.head", "list.state", "replay.done", "replay.count", "replay.from"),
        job ->
            List.of(
                Desk.text(job, "id"),
                state(job, desk.words()),
                job.path("progress").path("events").asString(""),
                job.path("plan").path("count").asString(""),
                Moments.shown(Desk.text(job, "since"), desk.shell().zone())));
  }

  private static String state(JsonNode job, Words words) {
    String state = Desk.text(job, "state");
    return words.has("job." + state) ? words.say("job." + state) : state;
  }

  /// With `--wait` until it ends, or is paused.
  ///
  /// @return 1 if it was waited for, and somebody stopped it
  private int show(Desk desk, Client client, JsonNode first) throws InterruptedException {
    JsonNode job = first;
    while (wait && !ENDS.contains(Desk.text(job, "state"))) {
      var bar = new Bar(desk, job.path("plan").path("count").asLong(0));
      bar.at(job.path("progress").path("events").asLong(0));
      desk.shell().pause().of(LOOK);
      job = client.get(PATH + "/" + Client.encoded(Desk.text(job, "id"))).json();
      bar.clear();
    }
    if (desk.json()) {
      desk.printJson(job);
    } else {
      print(desk, job);
    }
    return wait && STOPPED.contains(Desk.text(job, "state")) ? Failed.REFUSED : 0;
  }

  private static void print(Desk desk, JsonNode job) {
    JsonNode progress = job.path("progress");
    new Facts(desk)
        .fact("replay.head", Desk.text(job, "id"))
        .fact("list.state", state(job, desk.words()))
        .fact("replay.count", job.path("plan").path("count").asString(""))
        .fact("replay.done", progress.path("events").asString(""))
        .fact("replay.opened", progress.path("deliveries").asString(""))
        .fact("replay.skipped", progress.path("skipped").asString(""))
        .fact("replay.waits", Desk.text(job, "waitsFor"))
        .print();
  }
}
