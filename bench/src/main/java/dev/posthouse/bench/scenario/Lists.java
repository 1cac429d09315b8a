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

/// How long the first page of the lists of events, deliveries and attempts takes with many events
/// stored, for every combination of filters. What they look for is there often, seldom or not at
/// all; the same for a tenant that has nothing among all that. Uses the history that `full-ledger`
/// has filled, if there is one.
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
          "field.order.number=SO-2026-480",
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

  private static final List<String> ATTEMPTS =
      List.of("endpoint=", "event=", "status=503", "error=timed_out", "failed=true", "until=");

  private static final String SMALL = "few-of-its-own";

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
        String tenant = Routes.defaultTenant(server);
        searchable(server, tenant, "[\"order.number\"]");
        warm(server);
        told(result, "events", asked(server, "/v1/events", EVENTS));
        searchable(server, tenant, "null");
        told(result, "deliveries", asked(server, "/v1/deliveries", named(server, DELIVERIES)));
        told(result, "attempts", asked(server, "/v1/attempts", named(server, ATTEMPTS)));
        told(result, "small_tenant", small(server));
      }
    }
    return List.of(result);
  }

  /// Only while it is asked: later load is not to be indexed.
  private static void searchable(ServerProcess server, String tenant, String fields)
      throws InterruptedException {
    server.call("PATCH", "/v1/tenants/" + tenant, "{\"searchable\":" + fields + "}", "");
  }

  private static List<String> named(ServerProcess server, List<String> filters)
      throws InterruptedException {
    JsonNode one = server.call("GET", "/v1/subscriptions", "", "").at("/items/0");
    JsonNode event = server.call("GET", "/v1/events?limit=1", "", "").at("/items/0");
    return filters.stream()
        .map(filter ->
            switch (filter) {
              case "endpoint=" -> filter + one.path("endpoint").asString();
              case "subscription=" -> filter + one.path("id").asString();
              case "event=" -> filter + event.path("id").asString();
              default -> filter;
            })
        .toList();
  }

  /// The lists of a tenant that has nothing, where all that is newest is another's.
  private static List<Asked> small(ServerProcess server) throws InterruptedException {
    boolean there =
        server
            .call("GET", "/v1/tenants?limit=500", "", "")
            .path("items")
            .valueStream()
            .anyMatch(tenant -> tenant.path("name").asString().equals(SMALL));
    if (!there) {
      server.call("POST", "/v1/tenants", "{\"name\":\"" + SMALL + "\"}", "");
    }
    var all = new ArrayList<Asked>();
    for (String list : List.of("events", "deliveries", "attempts")) {
      for (String filter :
          List.of("", "?type=sales_order.created", "?since=2020-01-01T00:00:00Z")) {
        if (!list.equals("attempts") || !filter.contains("type")) {
          all.add(asked(server, "/v1/" + list + filter, SMALL));
        }
      }
    }
    return all;
  }

  /// A server that has just started has compiled nothing yet, and its connections know no table.
  private static void warm(ServerProcess server) throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      server.call("GET", "/v1/events?type=nothing.like.it", "", "");
      server.call("GET", "/v1/events?field.order.number=nothing-like-it", "", "");
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
      all.add(asked(server, query.toString(), ""));
    }
    return all;
  }

  private static Asked asked(ServerProcess server, String query, String tenant)
      throws InterruptedException {
    double first = took(server, query, tenant);
    double worst = 0;
    for (int i = 1; i < TIMES; i++) {
      worst = Math.max(worst, took(server, query, tenant));
    }
    return new Asked(query, first, worst);
  }

  private static double took(ServerProcess server, String query, String tenant)
      throws InterruptedException {
    long began = System.nanoTime();
    server.call("GET", query, "", tenant);
    return (System.nanoTime() - began) / NANOS_A_MILLI;
  }

  private static void told(Result result, String list, List<Asked> all) {
    List<Asked> slowest =
        all.stream().sorted(Comparator.comparingDouble(Asked::worst).reversed()).toList();
    result.count(list + "_combinations", all.size());
    result.figure(list + "_median_ms", slowest.get(slowest.size() / 2).worst());
    result.figure(list + "_worst_ms", slowest.getFirst().worst());
    result.count(list + "_over_50_ms", all.stream().filter(a -> a.worst() > 50).count());
    for (Asked one : slowest.subList(0, Math.min(SLOWEST_SHOWN, slowest.size()))) {
      result.fact(
          (list + ": " + one.query()).replaceAll("[?&](limit=50|until=)?", " ").strip(),
          "%.1f ms, then %.1f ms".formatted(one.first(), one.worstLater()));
    }
  }
}
