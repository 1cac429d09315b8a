package dev.posthouse.sim;

import dev.posthouse.config.Retry;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.EventId;
import dev.posthouse.event.Ids;
import dev.posthouse.event.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// What deliveries may do. Told of wishes, answers and the configuration as they happen, and shown
/// the tables after each change of them, it says what should not be.
public final class Model {
  private static final Duration LONGEST_CLOSED = Duration.ofHours(1);

  private final Duration retention;
  private final Map<DeliveryId, Track> tracks = new HashMap<>();
  private final Set<DeliveryId> expired = new HashSet<>();
  private final Map<DeliveryId, Answer> answers = new HashMap<>();
  private final Map<EndpointId, List<Retry>> policies = new HashMap<>();
  private final Map<EndpointId, Instant> enabledAt = new HashMap<>();
  private final Map<EndpointId, Boolean> enabled = new HashMap<>();
  private final Map<EndpointId, Integer> retriesOfFailed = new HashMap<>();
  private Instant latest = Instant.MIN;

  /// By what an endpoint's answers are judged.
  public record Terms(Retry policy, List<Rule> rules) {
    public boolean deliver(Outcome.Answered answer) {
      return Rule.judging(rules, answer).map(rule -> rule.is("done")).orElse(answer.success());
    }
  }

  /// The last answer to a delivery's request, and under which terms it was sent.
  private record Answer(int number, Terms terms, Outcome outcome, Instant at) {
    Optional<Rule> rule() {
      return outcome instanceof Outcome.Answered heard
          ? Rule.judging(terms.rules, heard)
          : Optional.empty();
    }

    /// Until when the answer asks to wait, if it does.
    Optional<Instant> retryAfter() {
      Instant most = at.plus(LONGEST_CLOSED);
      return outcome instanceof Outcome.Answered heard
          ? heard
              .header("retry-after")
              .map(text -> until(text, at))
              .filter(until -> until.isAfter(at))
              .map(until -> until.isAfter(most) ? most : until)
          : Optional.empty();
    }

    Instant waitsUntil(Rule rule) {
      return retryAfter().orElse(at.plus(rule.after()));
    }
  }

  /// An attempt's row, in order of numbers.
  public record Row(
      int number, boolean manual, String kind, int status, String detail, Instant started) {}

  public Model(Duration retention) {
    this.retention = retention;
  }

  /// The configuration as it is now; called whenever it may have changed.
  public void configured(EndpointId endpoint, Retry policy, boolean isEnabled, Instant now) {
    List<Retry> known = policies.computeIfAbsent(endpoint, id -> new ArrayList<>());
    if (!known.contains(policy)) {
      known.add(policy);
    }
    if (!Boolean.valueOf(isEnabled).equals(enabled.put(endpoint, isEnabled))) {
      enabledAt.put(endpoint, now);
    }
  }

  /// What an endpoint has open is paused, or was until then.
  public void waits(EndpointId endpoint, Instant until) {
    enabledAt.merge(endpoint, until, Model::later);
  }

  public void wishRetry(DeliveryId delivery) {
    track(delivery).wishRetry();
  }

  /// A retry of all failed deliveries of an endpoint is wished; some may fail only now, or come
  /// only now. Returns which of those that are there that may concern.
  public List<DeliveryId> wishRetryOfFailed(EndpointId endpoint) {
    retriesOfFailed.merge(endpoint, 1, Integer::sum);
    var concerned = new ArrayList<DeliveryId>();
    tracks.forEach((delivery, track) -> {
      if (track.last().map(seen -> seen.endpoint().equals(endpoint)).orElse(false)) {
        track.wishRetry();
        concerned.add(delivery);
      }
    });
    return concerned;
  }

  /// All such retries are through.
  public void retriedFailed() {
    retriesOfFailed.clear();
  }

  public void wishCancel(DeliveryId delivery) {
    track(delivery).wishCancel();
  }

  /// A request leaves. Returns what is wrong with that, if anything is.
  public Optional<String> departs(DeliveryId delivery, int number, EndpointId to, Instant now) {
    latest = later(latest, now);
    if (expired.contains(delivery)) {
      return Optional.empty();
    }
    Optional<Seen> last = track(delivery).last();
    if (last.isEmpty()) {
      return Optional.of("sent before it was stored");
    }
    Seen seen = last.get();
    if (!seen.endpoint().equals(to)) {
      return Optional.of("sent to another endpoint than " + seen.endpoint());
    }
    if (!seen.open()) {
      return Optional.of("sent though nothing is open: " + seen);
    }
    if (number != seen.attempts() + 1) {
      return Optional.of("number " + number + " after attempt " + seen.attempts());
    }
    return seen.manual() || !seen.due().isAfter(latest)
        ? Optional.empty()
        : Optional.of("sent at " + now + " though due at " + seen.due());
  }

  /// An answer, or what stands for one, has come to a request that was sent under `terms`. Returns
  /// until when nothing more may be sent to its endpoint.
  public Instant answered(
      DeliveryId delivery, int number, Terms terms, Outcome outcome, Instant now) {
    latest = later(latest, now);
    var answer = new Answer(number, terms, outcome, now);
    answers.put(delivery, answer);
    return asked(answer);
  }

  /// The wall clock shows `now`.
  public void time(Instant now) {
    latest = later(latest, now);
  }

  /// Whether retention may have taken an event of this id.
  public boolean mayBeGone(EventId event) {
    return Ids.time(event.value()).isBefore(latest.minus(retention));
  }

  /// The process is dead, with all that it knew.
  public void killed() {
    answers.clear();
  }

  /// Shows all that the tables hold now. Returns what should not be.
  ///
  /// @param rows the attempts of a delivery
  /// @param endpoints whether an endpoint is there
  public List<String> look(
      Map<DeliveryId, Seen> tables,
      Function<DeliveryId, List<Row>> rows,
      Predicate<EndpointId> endpoints,
      Instant now) {
    latest = later(latest, now);
    var wrong = new ArrayList<String>();
    tables.forEach((delivery, seen) -> {
      Track track = track(delivery);
      if (!track.last().equals(Optional.of(seen))) {
        if (track.last().isEmpty()) {
          wishes(seen.endpoint()).forEach(running -> track.wishRetry());
        }
        boolean removed = !endpoints.test(seen.endpoint());
        boolean fresh = seen.open() && seen.attempts() == 0;
        List<Row> attempts = fresh ? List.of() : rows.apply(delivery);
        List<Tried> tried = tried(delivery, seen, attempts, track.tries());
        track.look(seen, tried, removed).ifPresent(what -> wrong.add(delivery + " " + what));
      }
    });
    wrong.addAll(vanished(tables.keySet()));
    return wrong;
  }

  private IntStream wishes(EndpointId endpoint) {
    return IntStream.range(0, retriesOfFailed.getOrDefault(endpoint, 0));
  }

  /// Only retention takes deliveries away.
  private List<String> vanished(Set<DeliveryId> there) {
    var wrong = new ArrayList<String>();
    var gone =
        tracks.entrySet().stream()
            .filter(track -> track.getValue().last().isPresent() && !there.contains(track.getKey()))
            .map(Map.Entry::getKey)
            .toList();
    for (DeliveryId delivery : gone) {
      tracks.remove(delivery);
      expired.add(delivery);
      if (!mayBeGone(delivery.event())) {
        wrong.add(delivery + " is gone before its time");
      }
    }
    return wrong;
  }

  /// How many attempts the tables should hold.
  public int tries() {
    return tracks.values().stream().mapToInt(Track::tries).sum();
  }

  private List<Tried> tried(DeliveryId delivery, Seen seen, List<Row> rows, int known) {
    return rows.stream().skip(known).map(row -> tried(delivery, seen, row)).toList();
  }

  private Tried tried(DeliveryId delivery, Seen seen, Row row) {
    var outcome = new Tried.Outcome(row.kind(), row.status(), row.detail());
    Answer answer = answers.get(delivery);
    boolean sent = !row.kind().equals("unsent") || row.detail().contains("the network broke");
    if (answer != null && answer.number() == row.number() && sent) {
      List<Schedule> schedules =
          same(answer.outcome(), row) ? List.of(schedule(delivery, seen, answer)) : List.of();
      return new Tried(row.number(), row.manual(), outcome, answer.rule(), schedules);
    }
    List<Schedule> schedules =
        sent
            ? List.of()
            : policies.getOrDefault(seen.endpoint(), List.of()).stream()
                .map(policy -> unsent(delivery, seen, policy, row.started()))
                .toList();
    return new Tried(row.number(), row.manual(), outcome, Optional.empty(), schedules);
  }

  private static boolean same(Outcome outcome, Row row) {
    int status = outcome instanceof Outcome.Answered answer ? answer.status() : 0;
    return outcome.kind().equals(row.kind()) && status == row.status();
  }

  private Schedule schedule(DeliveryId delivery, Seen seen, Answer answer) {
    Optional<Instant> exactly =
        answer.rule().filter(rule -> rule.is("retry_after")).map(answer::waitsUntil);
    return new Schedule(
        answer.terms().policy(),
        answer.at(),
        asked(answer),
        accepted(delivery),
        enabledAt.getOrDefault(seen.endpoint(), Instant.MIN),
        exactly);
  }

  private Schedule unsent(DeliveryId delivery, Seen seen, Retry policy, Instant started) {
    Instant since = enabledAt.getOrDefault(seen.endpoint(), Instant.MIN);
    return new Schedule(policy, started, Instant.MIN, accepted(delivery), since, Optional.empty());
  }

  /// Until when the endpoint is to be left alone.
  private static Instant asked(Answer answer) {
    Optional<Rule> rule = answer.rule();
    if (rule.isPresent()) {
      return rule.filter(r -> r.is("pause")).map(answer::waitsUntil).orElse(Instant.MIN);
    }
    boolean mayAsk =
        answer.outcome() instanceof Outcome.Answered heard
            && (heard.status() == 429 || heard.status() == 503);
    return mayAsk ? answer.retryAfter().orElse(Instant.MIN) : Instant.MIN;
  }

  private static Instant until(String text, Instant now) {
    if (text.matches("\\d{1,9}")) {
      return now.plusSeconds(Long.parseLong(text));
    }
    try {
      return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
    } catch (DateTimeParseException garbage) {
      return Instant.MIN;
    }
  }

  private Track track(DeliveryId delivery) {
    return tracks.computeIfAbsent(delivery, id -> new Track());
  }

  private static Instant accepted(DeliveryId delivery) {
    return Ids.time(delivery.event().value());
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
