package dev.posthouse.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.event.Comparison.Shown;
import dev.posthouse.event.Comparison.Terms;
import dev.posthouse.event.Origin;
import dev.posthouse.event.Sha256;
import dev.posthouse.rule.TypePattern;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a subscription watches for changes, compiled: it gets only events that show another state
/// of their subject than the one that is remembered. For any number of threads.
public final class Watch {
  /// Larger states are compared, but their values are not kept.
  static final int MOST_VALUES = 64 * 1024;

  /// Larger numbers cannot be seconds: that would be the year 5138.
  private static final long MILLIS_FROM = 100_000_000_000L;

  private final Rules rules;
  private final List<Watched> groups;
  private final Watched all;
  private final Terms terms;
  private final byte[] shape;

  /// As it was written.
  ///
  /// @param subject paths into the data that name the subject; none: the event's own subject
  /// @param fields of which any may differ
  /// @param changed lists of fields, of each of which some must differ too: those of the filter
  /// @param arrays how items are told apart, by the path of their array
  /// @param baselineFrom types of events that say where to begin
  /// @param asOf a path into the data, [#ARRIVAL], or empty: the time that an event came with
  /// @param changes whether what changed is kept and sent along
  public record Rules(
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

    /// Whether there is nothing but what the filter says.
    boolean plain() {
      return equals(
          new Rules(
              List.of(),
              List.of(),
              changed,
              Map.of(),
              false,
              List.of(),
              Missing.BASELINE,
              ConditionsForm.TTL,
              "",
              false));
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
    all = Watched.fields(every, rules.arrays(), rules.nullsCount());
    groups = each.stream().map(all::only).toList();
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

  /// What is remembered of a subject, by its hash; empty if nothing is.
  @FunctionalInterface
  public interface Remembered {
    Optional<State> of(byte[] subject);
  }

  /// What would come of an event if it came now.
  public Finding compare(Asked asked, String type, Remembered states) {
    if (asked.shown() == null) {
      return Finding.UNREADABLE;
    }
    State before = states.of(asked.subject()).orElse(State.NONE);
    var now = new State(asked.shown().hash(), Optional.ofNullable(asked.asOf()));
    Ruling ruling =
        begins(type) ? Ruling.begin(before, now) : Ruling.of(before, now, rules.missing());
    return ruling.finding();
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
    String values = rules.changes() ? all.values(data) : "";
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
    return Change.json(all.changes(parsed(before), parsed(after)));
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
