package dev.posthouse.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `posthouse stats`: what happened, counted.
@Command(name = "stats")
final class Stats implements Action {
  private static final List<String> COUNTS =
      List.of("accepted", "deliveries", "attempts", "delivered", "failed");
  private static final String BYTES = "bytes";
  private static final List<String> PERCENTILES = List.of("p50", "p95", "p99");

  @Option(names = "--since", paramLabel = "TIME", descriptionKey = "list.since")
  String since = "1d";

  @Option(names = "--until", paramLabel = "TIME", descriptionKey = "list.until")
  String until = "";

  @Option(names = "--step", paramLabel = "STEP", descriptionKey = "stats.step")
  String step = "";

  @Option(names = "--by", paramLabel = "WHAT", descriptionKey = "stats.by")
  String by = "";

  @Option(names = "--endpoint", paramLabel = "NAME|ID", descriptionKey = "deliveries.endpoint")
  String endpoint = "";

  @Option(names = "--type", paramLabel = "TYPE", descriptionKey = "list.type")
  String type = "";

  @Override
  public int run(Desk desk) throws InterruptedException {
    Client client = desk.client();
    Query query =
        new Query("/v1/stats")
            .with("since", Moments.read(since, desk))
            .with("until", Moments.read(until, desk))
            .with("step", step)
            .with("group", by)
            .with("endpoint", EndpointNames.id(endpoint, desk, client))
            .with("type", type);
    JsonNode stats = client.get(query.toString()).json();
    if (desk.json()) {
      desk.printJson(stats);
    } else if (stats.path("items").isEmpty()) {
      desk.say("list.empty");
    } else {
      desk.print(table(desk, stats, EndpointNames.of(client)));
    }
    return 0;
  }

  private Table table(Desk desk, JsonNode stats, EndpointNames names) {
    var heads = new ArrayList<String>();
    if (!step.isEmpty()) {
      heads.add(desk.words().say("live.time"));
    }
    if (!by.isEmpty()) {
      heads.add(by.toUpperCase(Locale.ROOT));
    }
    COUNTS.forEach(count -> heads.add(desk.words().say("stats." + count)));
    heads.add(desk.words().say("stats." + BYTES));
    PERCENTILES.forEach(percentile -> heads.add(percentile + " ms"));
    var table = new Table(heads.toArray(String[]::new));
    for (JsonNode line : stats.path("items")) {
      table.row(cells(desk, line, names).toArray(String[]::new));
    }
    return table;
  }

  private List<String> cells(Desk desk, JsonNode line, EndpointNames names) {
    var cells = new ArrayList<String>();
    if (!step.isEmpty()) {
      cells.add(Moments.shown(Desk.text(line, "start"), desk.shell().zone()));
    }
    if (!by.isEmpty()) {
      cells.add(names.name(Desk.text(line, by)));
    }
    COUNTS.forEach(count -> cells.add(line.path(count).asString("")));
    JsonNode bytes = line.path(BYTES);
    cells.add(bytes.isNumber() ? Sizes.shown(bytes.longValue()) : "");
    JsonNode latency = line.path("latency");
    PERCENTILES.forEach(percentile ->
        cells.add(latency.has(percentile) ? Moments.took(latency.path(percentile)) : ""));
    return cells;
  }
}
