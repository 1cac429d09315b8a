package dev.posthouse.cli;

import picocli.CommandLine.Option;

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

  Query of(Query query, Desk desk) {
    return query
        .with("since", Moments.read(since, desk))
        .with("until", Moments.read(until, desk))
        .with("limit", Integer.toString(limit))
        .with("cursor", cursor);
  }
}
