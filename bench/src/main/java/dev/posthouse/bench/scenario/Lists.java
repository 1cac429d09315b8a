package dev.posthouse.bench.scenario;

import dev.posthouse.bench.Options;
import dev.posthouse.bench.part.ServerProcess;
import dev.posthouse.bench.part.Store;
import dev.posthouse.bench.result.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// How long the first page of the lists of events and deliveries takes with many events stored, for
/// every combination of filters. What they look for is there often, seldom or not at all. Uses the
/// history that `full-ledger` has filled, if there is one.
final class Lists implements Scenario {
  private static final int TIMES = 3;
  private static final int SLOWEST_SHOWN = 8;
  private static final int SECONDS = 60;
  private static final double NANOS_A_MILLI = 1e6;
  private static final List<String> EVENTS =
      List.of(
          "type=sales_order.created",
          "subject=SO-2026-481",
          "source=till",
          "sourceId=0000",
          "organisation=branch-3",
          "actor=auditor",
          "unmatched=true",
          "until=");

  private static final List<String> DELIVERIES =
      List.of(
          "endpoint=",
          "subscription=",
          "state=failed",
          "type=sales_order.created",
          "subject=SO-2026-481",
          "status=503",
          "error=timed_out",
          "until=");

  /// A first page, and the times that it took.
  private record Asked(String query, double first, double worstLater) {
    double worst() {
      return Math.max(first, worstLater);
    }
  }

  @Override
  public String name() {
    return "history";
  }

  @Override
  public String about() {
    return "the first page of lists, by every combination of filters, with --events stored";
  }

  @Override
  public int seconds(Options options) {
    return SECONDS + (int) (options.events() / 15_000);
  }

  @Override
  public List<Result> run(Options options, Databases databases) throws InterruptedException {
    var result = new Result(name(), databases.kind());
    try (Stage stage = Stage.set(options, databases, FullLedger.data(options, databases))) {
      Store store = FullLedger.filled(stage, databases);
      try (ServerProcess server = stage.server(store)) {
        result.fact("stored beforehand", "%,d events".formatted(options.events()));
        warm(server);
        told(result, "events", asked(server, "/v1/events", EVENTS));
        told(result, "deliveries", asked(server, "/v1/deliveries", deliveries(server)));
      }
    }
    return List.of(result);
  }

  private static List<String> deliveries(ServerProcess server) throws InterruptedException {
    JsonNode one = server.call("GET", "/v1/subscriptions", "", "").at("/items/0");
    return DELIVERIES.stream()
        .map(filter ->
            switch (filter) {
              case "endpoint=" -> filter + one.path("endpoint").asString();
              case "subscription=" -> filter + one.path("id").asString();
              default -> filter;
            })
        .toList();
  }

  /// A server that has just started has compiled nothing yet.
  private static void warm(ServerProcess server) throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      server.call("GET", "/v1/events?type=nothing.like.it", "", "");
      server.call("GET", "/v1/deliveries?type=nothing.like.it", "", "");
    }
  }

  private static List<Asked> asked(ServerProcess server, String list, List<String> filters)
      throws InterruptedException {
    String until = Instant.now().minusSeconds(15 * 86_400L).toString();
    var all = new ArrayList<Asked>();
    for (int mask = 0; mask < 1 << filters.size(); mask++) {
      var query = new StringBuilder(list + "?limit=50");
      for (int i = 0; i < filters.size(); i++) {
        if ((mask >> i & 1) == 1) {
          String filter = filters.get(i);
          query.append('&').append(filter.equals("until=") ? filter + until : filter);
        }
      }
      all.add(asked(server, query.toString()));
    }
    return all;
  }

  private static Asked asked(ServerProcess server, String query) throws InterruptedException {
    double first = took(server, query);
    double worst = 0;
    for (int i = 1; i < TIMES; i++) {
      worst = Math.max(worst, took(server, query));
    }
    return new Asked(query, first, worst);
  }

  private static double took(ServerProcess server, String query) throws InterruptedException {
    long began = System.nanoTime();
    server.call("GET", query, "", "");
    return (System.nanoTime() - began) / NANOS_A_MILLI;
  }

  private static void told(Result result, String list, List<Asked> all) {
    List<Asked> slowest =
        all.stream().sorted(Comparator.comparingDouble(Asked::worst).reversed()).toList();
    result.count(list + "_combinations", all.size());
    result.figure(list + "_median_ms", slowest.get(slowest.size() / 2).worst());
    result.figure(list + "_worst_ms", slowest.getFirst().worst());
    result.count(list + "_over_50_ms", all.stream().filter(a -> a.worst() > 50).count());
    for (Asked one : slowest.subList(0, SLOWEST_SHOWN)) {
      result.fact(
          one.query().replaceAll("[?&](limit=50|until=)?", " ").strip(),
          "%.1f ms, then %.1f ms".formatted(one.first(), one.worstLater()));
    }
  }
}
