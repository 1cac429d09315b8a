package dev.posthouse.access;

import dev.posthouse.json.Durations;
import dev.posthouse.json.Fields;
import dev.posthouse.json.Json;
import dev.posthouse.json.Sizes;
import dev.posthouse.rule.TypePattern;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// How long a tenant's events are kept, and how much of them.
///
/// @param usual of events of no type below
/// @param types the first whose pattern matches holds
public record Keeping(Span usual, List<OfType> types) {
  /// As the house keeps events.
  public static final Keeping AS_THE_HOUSE = new Keeping(Span.NONE, List.of());

  private static final int MOST_TYPES = 100;
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final long SMALLEST = 1_000;

  public Keeping {
    types = List.copyOf(types);
  }

  /// @param events how long all that is known of an event is kept; absent: as the house does
  /// @param payloads how long its data are kept; absent: as long as the event
  /// @param size of the data and headers that are kept of these events together, in bytes: the
  ///   newest; absent: whatever comes
  public record Span(Optional<Duration> events, Optional<Duration> payloads, Optional<Long> size) {
    static final Span NONE = new Span(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// What holds for some event types.
  public record OfType(TypePattern pattern, Span span) {}

  public Span of(String type) {
    return entry(type).map(OfType::span).orElse(usual);
  }

  /// The pattern of the types that a type is kept together with; empty where `usual` holds.
  public String together(String type) {
    return entry(type).map(one -> one.pattern().text()).orElse("");
  }

  private Optional<OfType> entry(String type) {
    return types.stream().filter(one -> one.pattern().matches(type)).findFirst();
  }

  /// Whether anything goes because of its size.
  public boolean hasSizes() {
    return usual.size().isPresent()
        || types.stream().anyMatch(one -> one.span().size().isPresent());
  }

  /// Flaws are collected in `fields`.
  static Keeping read(Fields fields) {
    return fields.object("retention").map(Keeping::whole).orElse(AS_THE_HOUSE);
  }

  private static Keeping whole(Fields fields) {
    Span usual = span(fields);
    List<OfType> types =
        fields.objects("types", MOST_TYPES).stream()
            .map(one ->
                new OfType(one.required("type", new TypePattern("*"), TypePattern::new), span(one)))
            .toList();
    return new Keeping(usual, types);
  }

  private static Span span(Fields fields) {
    var span =
        new Span(
            fields.optional("events", Keeping::duration),
            fields.optional("payloads", Keeping::duration),
            fields.optional("size", Keeping::size));
    boolean longer =
        span.events().flatMap(e -> span.payloads().filter(p -> p.compareTo(e) > 0)).isPresent();
    if (longer) {
      fields.flaw("payloads", "is longer than events: nothing is left of them by then");
    }
    return span;
  }

  private static Duration duration(String text) {
    Duration duration = Durations.parse(text);
    if (duration.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("is shorter than " + Durations.format(SHORTEST));
    }
    return duration;
  }

  private static long size(String text) {
    long size = Sizes.parse(text);
    if (size < SMALLEST) {
      throw new IllegalArgumentException("is less than " + Sizes.format(SMALLEST));
    }
    return size;
  }

  /// Absent where nothing is said.
  void write(ObjectNode tenant) {
    if (!equals(AS_THE_HOUSE)) {
      ObjectNode json = tenant.putObject("retention");
      write(json, usual);
      for (OfType one : types) {
        ObjectNode item = Json.object().put("type", one.pattern().text());
        write(item, one.span());
        json.withArray("types").add(item);
      }
    }
  }

  private static void write(ObjectNode json, Span span) {
    span.events().ifPresent(age -> json.put("events", Durations.format(age)));
    span.payloads().ifPresent(age -> json.put("payloads", Durations.format(age)));
    span.size().ifPresent(size -> json.put("size", Sizes.format(size)));
  }
}
