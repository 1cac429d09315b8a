package dev.posthouse.web;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.history.StatFilter;
import dev.posthouse.history.StatFilter.Group;
import dev.posthouse.history.StatFilter.Step;
import dev.posthouse.history.StatLine;
import dev.posthouse.history.Statistics;
import dev.posthouse.json.Times;
import dev.posthouse.store.Count;
import dev.posthouse.store.Histogram;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/// `/v1/stats`: how much happened.
final class StatsApi {
  private static final Duration USUAL = Duration.ofDays(1);
  private static final double MICROS_A_MILLI = 1e3;

  private final Statistics statistics;
  private final InstantSource clock;

  StatsApi(Statistics statistics, InstantSource clock) {
    this.statistics = statistics;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(new Route("GET", "/v1/stats", Need.READ, this::read));
  }

  private Answer read(Call call) {
    Query query = call.query();
    StatFilter filter = filter(query);
    query.done();
    List<StatLine> lines = statistics.lines(call.tenant(), filter);
    if (lines.size() > Statistics.MOST) {
      query.flaw(
          "step",
          "more than %,d lines: ask for a shorter time, a longer step or no group"
              .formatted(Statistics.MOST));
      query.done();
    }
    return Answer.json(200, json -> whole(json, filter, lines));
  }

  private StatFilter filter(Query query) {
    Optional<Step> step = query.value("step", word -> word(word, Step.values()));
    Instant until = query.value("until", Times::parse).orElseGet(clock::instant);
    Instant since = query.value("since", Times::parse).orElse(until.minus(USUAL));
    Duration grain = step.orElse(Step.MINUTE).length();
    if (!since.isBefore(until)) {
      query.flaw("since", "must be before until");
    } else if (step.isPresent() && since.isBefore(statistics.kept(step.get()).minus(grain))) {
      query.flaw(
          "step",
          "%ss are kept for %d days; ask for a longer step"
              .formatted(word(step.get()), kept(step.get())));
    }
    return new StatFilter(
        floor(since, grain),
        until,
        step,
        query.value("group", word -> word(word, Group.values())),
        query.value("endpoint", EndpointId::parse),
        query.value("subscription", SubscriptionId::parse),
        query.text("type"));
  }

  private long kept(Step step) {
    return Duration.between(statistics.kept(step), clock.instant()).toDays();
  }

  private static Instant floor(Instant time, Duration length) {
    long seconds = length.toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
  }

  private static <T extends Enum<T>> T word(String word, T[] all) {
    return Arrays.stream(all)
        .filter(one -> word(one).equals(word))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "is not one of "
                    + Arrays.stream(all).map(StatsApi::word).collect(Collectors.joining(", "))));
  }

  private static String word(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT);
  }

  private static void whole(JsonGenerator json, StatFilter filter, List<StatLine> lines) {
    json.writeStartObject();
    json.writeStringProperty("since", filter.since().toString());
    json.writeStringProperty("until", filter.until().toString());
    EventJson.text(json, "step", filter.step().map(StatsApi::word).orElse(""));
    EventJson.text(json, "group", filter.group().map(StatsApi::word).orElse(""));
    json.writeArrayPropertyStart("items");
    lines.forEach(line -> line(json, filter, line));
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void line(JsonGenerator json, StatFilter filter, StatLine line) {
    json.writeStartObject();
    json.writeStringProperty("start", line.start().toString());
    filter.group().ifPresent(group -> json.writeStringProperty(word(group), line.group()));
    for (Count what : Count.values()) {
      if (!what.ofEvents() || filter.countsEvents()) {
        json.writeNumberProperty(word(what), line.sum().count(what));
      } else {
        json.writeNullProperty(word(what));
      }
    }
    latency(json, line.sum().latency());
    json.writeEndObject();
  }

  /// Milliseconds.
  private static void latency(JsonGenerator json, Histogram latency) {
    if (latency.total() == 0) {
      json.writeNullProperty("latency");
      return;
    }
    json.writeObjectPropertyStart("latency");
    for (int percent : new int[] {50, 90, 95, 99}) {
      double millis = latency.quantile(percent / 100.0) / MICROS_A_MILLI;
      json.writeNumberProperty("p" + percent, millis);
    }
    json.writeEndObject();
  }
}
