package dev.posthouse.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.event.Comparison.Shown;
import dev.posthouse.event.Comparison.Terms;
import dev.posthouse.event.Decision;
import dev.posthouse.event.Origin;
import dev.posthouse.event.Sha256;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.rule.TypePattern;
import dev.posthouse.store.Remembered;
import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.body.Malformed;
import dev.posthouse.webhooks.change.Change;
import dev.posthouse.webhooks.change.Finding;
import dev.posthouse.webhooks.change.Items;
import dev.posthouse.webhooks.change.Missing;
import dev.posthouse.webhooks.change.Ruling;
import dev.posthouse.webhooks.change.Ruling.State;
import dev.posthouse.webhooks.change.Watched;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a subscription watches for changes, compiled: it gets only events that show another state
/// of their subject than the one that is remembered, or of which their provider says that they show
/// a change. For any number of threads.
public final class Watch {
  /// Larger states are compared, but their values are not kept.
  static final int MOST_VALUES = 64 * 1024;

  /// Larger numbers cannot be seconds: that would be the year 5138.
  private static final long MILLIS_FROM = 100_000_000_000L;

  private final Rules rules;
  private final List<Watched> groups;
  private final @Nullable Watched all;
  private final Terms terms;
  private final byte[] shape;

  /// Who says what changed.
  public enum By {
    COMPARISON,
    PROVIDER
  }

  /// As it was written.
  ///
  /// @param by for [By#PROVIDER], only fields, `changed`, `missing` and `changes` are looked at
  /// @param subject paths into the data that name the subject; none: the event's own subject
  /// @param fields of which any may differ
  /// @param changed lists of fields, of each of which some must differ too: those of the filter
  /// @param arrays how items are told apart, by the path of their array
  /// @param baselineFrom types of events that say where to begin
  /// @param asOf a path into the data, [#ARRIVAL], or empty: the time that an event came with
  /// @param changes whether what changed is kept and sent along
  public record Rules(
      By by,
      List<String> subject,
      List<String> fields,
      List<List<String>> changed,
      Map<String, Items> arrays,
      boolean nullsCount,
      List<TypePattern> baselineFrom,
      Missing missing,
      Duration ttl,
      String asOf,
      boolean changes) {
    static final String ARRIVAL = "arrival";

    /// Of a subscription that says no more than its filter.
    static Rules plain(List<List<String>> changed) {
      return new Rules(
          By.COMPARISON,
          List.of(),
          List.of(),
          changed,
          Map.of(),
          false,
          List.of(),
          Missing.BASELINE,
          ConditionsForm.TTL,
          "",
          false);
    }

    boolean plain() {
      return equals(plain(changed));
    }

    boolean names() {
      return by == By.PROVIDER || !fields.isEmpty() || !changed.isEmpty();
    }
  }

  /// An event as it is compared.
  ///
  /// @param subject a hash; empty if the event does not say what its subject is
  /// @param shown null if it cannot be compared
  public record Asked(byte[] subject, @Nullable Shown shown, @Nullable Instant asOf) {
    static final Asked NOTHING = new Asked(new byte[Sha256.of("").length], null, null);
  }

  /// @throws IllegalArgumentException if a path is none
  Watch(Rules rules) {
    this.rules = rules;
    var each = new ArrayList<List<String>>(rules.changed());
    if (!rules.fields().isEmpty()) {
      each.addFirst(rules.fields());
    }
    List<String> every = each.stream().flatMap(List::stream).distinct().toList();
    Watched whole =
        every.isEmpty() ? null : Watched.fields(every, rules.arrays(), rules.nullsCount());
    all = whole;
    groups = whole == null ? List.of() : each.stream().map(whole::only).toList();
    terms = new Terms(rules.missing(), rules.ttl(), this::between);
    shape =
        Sha256.of(
            List.of(each, new TreeMap<>(rules.arrays()), rules.nullsCount(), rules.subject())
                .toString());
  }

  public Rules rules() {
    return rules;
  }

  public Terms terms() {
    return terms;
  }

  /// Whether events are held against what is remembered; if not, [#told] decides.
  public boolean compares() {
    return rules.by() == By.COMPARISON;
  }

  /// What the provider of an event says of changes.
  ///
  /// @param data as they came; null if they are no JSON
  Decision told(SubscriptionId id, String type, @Nullable Json data) {
    return new Told(rules, groups).decide(id, type, data);
  }

  /// Whether events of this type only say where to begin.
  public boolean begins(String type) {
    return rules.baselineFrom().stream().anyMatch(pattern -> pattern.matches(type));
  }

  /// @param data as the subscription sees them; null if they are no JSON
  Asked ask(Subscription subscription, Source source, @Nullable Json data) {
    if (data == null) {
      return Asked.NOTHING;
    }
    List<String> subject = subject(source, data);
    if (subject.isEmpty()) {
      return Asked.NOTHING;
    }
    var hash =
        new Sha256()
            .add(Long.toHexString(subscription.tenant().value()))
            .add(subscription.id().toString())
            .add(shape)
            .add(source.origin().source());
    subject.forEach(hash::add);
    byte[] key = hash.hash();
    return new Asked(key, shown(data, key), asOf(source, data));
  }

  /// What would come of an event.
  ///
  /// @param remembered from then on
  public record Foreseen(Decision decision, Optional<Remembered> remembered) {}

  /// What would come of an event if it came now. Writes nothing.
  ///
  /// @param known of its subject
  public Foreseen foresee(SubscriptionId id, Asked asked, String type, Optional<Remembered> known) {
    Shown shown = asked.shown();
    if (shown == null) {
      return new Foreseen(new Decision(id, Finding.UNREADABLE), known);
    }
    State before = known.map(Remembered::state).orElse(State.NONE);
    var now = new State(shown.hash(), Optional.ofNullable(asked.asOf()));
    Ruling ruling =
        begins(type) ? Ruling.begin(before, now) : Ruling.of(before, now, rules.missing());
    String values = known.map(Remembered::values).orElse("");
    boolean tells =
        ruling.finding() == Finding.CHANGED && !values.isEmpty() && !shown.values().isEmpty();
    var decision =
        new Decision(
            id,
            ruling.finding(),
            known.map(Remembered::setBy).orElse(0L),
            tells ? between(values, shown.values()) : "");
    return new Foreseen(decision, after(ruling, known, shown));
  }

  private static Optional<Remembered> after(
      Ruling ruling, Optional<Remembered> known, Shown shown) {
    return ruling
        .remembered()
        .map(state ->
            known
                .filter(before -> Arrays.equals(before.state().hash(), state.hash()))
                .map(before -> new Remembered(state, before.values(), before.setBy()))
                .orElseGet(() -> new Remembered(state, shown.values(), 0)));
  }

  /// What is known of an event beside its data.
  ///
  /// @param dated the time that it came with; null if it came with none
  record Source(Origin origin, String subject, @Nullable Instant dated) {}

  /// Empty if any part of it is missing.
  private List<String> subject(Source source, Json data) {
    if (rules.subject().isEmpty()) {
      return source.subject().isEmpty() ? List.of() : List.of(source.subject());
    }
    List<String> parts = rules.subject().stream().map(data::textAt).toList();
    return parts.contains("") ? List.of() : parts;
  }

  private Shown shown(Json data, byte[] key) {
    var hashes = new ByteArrayOutputStream(groups.size() * Watched.HASH);
    groups.forEach(group -> hashes.writeBytes(group.hash(data, key)));
    String values = rules.changes() ? whole().values(data) : "";
    return new Shown(hashes.toByteArray(), values.length() > MOST_VALUES ? "" : values);
  }

  private @Nullable Instant asOf(Source source, Json data) {
    return switch (rules.asOf()) {
      case "" -> source.dated();
      case Rules.ARRIVAL -> null;
      default -> data.at(rules.asOf()).flatMap(Watch::time).orElse(null);
    };
  }

  /// ISO 8601 with an offset, or seconds or milliseconds since 1970. What is no time is passed
  /// over: then order of arrival decides.
  private static Optional<Instant> time(Json value) {
    try {
      if (value.kind() == Json.Kind.NUMBER) {
        long number = new BigDecimal(value.text()).longValue();
        boolean millis = Math.abs(number) >= MILLIS_FROM;
        return Optional.of(millis ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number));
      }
      return Optional.of(OffsetDateTime.parse(value.text()).toInstant());
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private String between(String before, String after) {
    return Change.json(whole().changes(parsed(before), parsed(after)));
  }

  private Watched whole() {
    return Objects.requireNonNull(all, "nothing is compared where no fields are named");
  }

  private static Json parsed(String values) {
    try {
      return Json.read(values.getBytes(UTF_8));
    } catch (Malformed e) {
      throw new IllegalStateException("remembered values are JSON", e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Watch that && rules.equals(that.rules);
  }

  @Override
  public int hashCode() {
    return rules.hashCode();
  }

  @Override
  public String toString() {
    return rules.toString();
  }
}
