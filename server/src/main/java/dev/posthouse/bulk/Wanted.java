package dev.posthouse.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.accept.Replay;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Event;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.json.Fields;
import dev.posthouse.json.Json;
import dev.posthouse.json.Times;
import dev.posthouse.rule.EventView;
import dev.posthouse.rule.Filter;
import dev.posthouse.rule.TypePattern;
import dev.posthouse.work.Rate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What is to be sent once more.
///
/// @param mode which deliveries there are to be
/// @param types only events of these; empty: of all
/// @param filter only events that pass
/// @param since only events accepted from then on
/// @param until only events accepted before
/// @param rate how many deliveries it may open; absent: as many as their endpoints take
/// @param start whether it begins as soon as it is counted
public record Wanted(
    Mode mode,
    List<TypePattern> types,
    Filter filter,
    Instant since,
    Instant until,
    Replay.Narrowed narrowed,
    Optional<Rate> rate,
    boolean start) {
  private static final int MOST_PATTERNS = 200;

  /// Which deliveries a job is about.
  public enum Mode {
    /// New ones, with new ids, by the configuration of now.
    NEW,
    /// Those that failed, once more.
    FAILED;

    static final Map<String, Mode> WORDS = Map.of("new", NEW, "failed", FAILED);

    String word() {
      return this == NEW ? "new" : "failed";
    }

    Job.Kind kind() {
      return this == NEW ? Job.Kind.REPLAY : Job.Kind.RETRY;
    }
  }

  public Wanted {
    types = List.copyOf(types);
  }

  /// All that has failed at an endpoint.
  public static Wanted failed(EndpointId endpoint, Instant since, Instant until) {
    return new Wanted(
        Mode.FAILED,
        List.of(),
        Filter.ALL,
        since,
        until,
        new Replay.Narrowed(Optional.of(endpoint), Optional.empty()),
        Optional.empty(),
        true);
  }

  /// @param now what `until` is where nothing is said
  /// @throws Invalid with every flaw
  public static Wanted read(JsonNode json, Instant now) {
    Fields fields = Fields.of(json);
    List<TypePattern> types = fields.list("types", TypePattern::new);
    if (types.size() > MOST_PATTERNS) {
      fields.flaw("types", "has " + types.size() + " entries; at most " + MOST_PATTERNS);
    }
    var wanted =
        new Wanted(
            fields.choice("mode", Mode.NEW, Mode.WORDS),
            types,
            filter(fields),
            fields.required("since", Instant.EPOCH, Times::parse),
            fields.optional("until", Times::parse).orElse(now),
            new Replay.Narrowed(
                fields.optional("endpoint", EndpointId::parse),
                fields.optional("subscription", SubscriptionId::parse)),
            fields.optional("rate", Rate::parse),
            fields.bool("start", true));
    if (!wanted.since.isBefore(wanted.until)) {
      fields.flaw("until", "is not after since");
    }
    fields.done();
    return wanted;
  }

  private static Filter filter(Fields fields) {
    boolean single = fields.node("filter").filter(JsonNode::isString).isPresent();
    List<String> texts =
        single ? fields.optionalText("filter").stream().toList() : fields.texts("filter");
    try {
      return Filter.compile(texts);
    } catch (Invalid e) {
      fields.flaws(e);
      return Filter.ALL;
    }
  }

  static Wanted of(Job job) {
    return read(Json.parse(job.doc().getBytes(UTF_8)), Instant.EPOCH);
  }

  /// The form that [#read] takes.
  ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("mode", mode.word());
    if (!types.isEmpty()) {
      types.forEach(type -> json.withArray("types").add(type.text()));
    }
    if (!filter.equals(Filter.ALL)) {
      filter.texts().forEach(text -> json.withArray("filter").add(text));
    }
    json.put("since", since.toString());
    json.put("until", until.toString());
    narrowed.endpoint().ifPresent(id -> json.put("endpoint", id.toString()));
    narrowed.subscription().ifPresent(id -> json.put("subscription", id.toString()));
    rate.ifPresent(r -> json.put("rate", r.text()));
    json.put("start", start);
    return json;
  }

  boolean wantsType(String type) {
    return types.isEmpty() || types.stream().anyMatch(pattern -> pattern.matches(type));
  }

  /// Whether the data of events are looked at.
  boolean filters() {
    return !filter.equals(Filter.ALL);
  }

  boolean passes(Event event) {
    return filter.test(EventView.of(event)) instanceof Filter.Passed;
  }
}
