package dev.posthouse.cli;

import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// The options of every list: which time, how much, from where on.
final class Span {
  @Option(names = "--since", paramLabel = "TIME", descriptionKey = "list.since")
  String since = "";

  @Option(names = "--until", paramLabel = "TIME", descriptionKey = "list.until")
  String until = "";

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "COUNT",
      descriptionKey = "list.limit")
  int limit = 20;

  @Option(names = "--cursor", paramLabel = "CURSOR", descriptionKey = "list.cursor")
  String cursor = "";

  /// The page that was asked for; while there is nothing on it, the one after it.
  JsonNode page(Query query, Desk desk, Client client) throws InterruptedException {
    query
        .with("since", Moments.read(since, desk))
        .with("until", Moments.read(until, desk))
        .with("limit", Integer.toString(limit));
    JsonNode page = client.get(query.from(cursor)).json();
    while (page.path("items").isEmpty() && !Desk.text(page, "next").isEmpty()) {
      page = client.get(query.from(Desk.text(page, "next"))).json();
    }
    return page;
  }
}
