package dev.posthouse.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.access.Keeping;
import dev.posthouse.access.Keeping.OfType;
import dev.posthouse.access.Keeping.Span;
import dev.posthouse.rule.TypePattern;
import dev.posthouse.store.StatBytes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
final class HorizonsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:30Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Span WHATEVER = span(Optional.empty(), Optional.empty());

  @Test
  void what_just_fits_stays_and_one_byte_more_takes_what_came_before_the_minute_with_that_byte() {
    List<StatBytes> counted = List.of(minute(0, "a", 600), minute(3, "b", 400), minute(9, "a", 1));

    assertThat(horizons(keeps(1_001), counted)).isEmpty();
    assertThat(horizons(keeps(1_000), counted)).isEqualTo(Map.of("", before(9)));
    assertThat(horizons(keeps(999), counted)).isEqualTo(Map.of("", before(3)));
    assertThat(horizons(keeps(1), counted)).isEqualTo(Map.of("", before(0)));
  }

  @Test
  void types_with_an_entry_of_their_own_are_measured_apart() {
    List<StatBytes> counted =
        List.of(
            minute(0, "shop.paid", 500),
            minute(1, "shop.sold", 500),
            minute(2, "audit.seen", 9_000),
            minute(3, "lab.done", 500),
            minute(4, "lab.done", 500));
    var keeping =
        new Keeping(
            span(Optional.empty(), Optional.of(900L)),
            List.of(
                new OfType(new TypePattern("shop.*"), span(Optional.empty(), Optional.of(700L))),
                new OfType(new TypePattern("audit.*"), WHATEVER)));

    assertThat(horizons(keeping, counted)).isEqualTo(Map.of("shop.*", before(1), "", before(4)));
  }

  @Test
  void coarser_counts_keep_more_and_never_less() {
    List<StatBytes> minutes = List.of(minute(0, "a", 900), minute(1, "a", 900));
    Instant hour = Instant.parse("2026-03-01T11:00:00Z");
    var rolled = List.of(new StatBytes(hour, hour.plus(Duration.ofHours(1)), "a", 1_800));

    assertThat(horizons(keeps(1_000), minutes).get("")).isEqualTo(before(1));
    assertThat(horizons(keeps(1_000), rolled).get("")).isEqualTo(hour.minus(MINUTE));
  }

  @Test
  void data_that_have_gone_by_their_age_take_no_room() {
    List<StatBytes> counted = List.of(minute(0, "a", 900), minute(10, "a", 900));
    Optional<Duration> fiveMinutes = Optional.of(Duration.ofMinutes(5));
    var own = new Keeping(span(fiveMinutes, Optional.of(1_000L)), List.of());

    assertThat(horizons(own, counted)).isEmpty();
    assertThat(Horizons.of(keeps(1_000), counted, fiveMinutes, NOW)).isEmpty();
    assertThat(horizons(keeps(1_000), counted)).isEqualTo(Map.of("", before(10)));
  }

  private static Map<String, Instant> horizons(Keeping keeping, List<StatBytes> counted) {
    return Horizons.of(keeping, counted, Optional.empty(), NOW);
  }

  private static Keeping keeps(long size) {
    return new Keeping(span(Optional.empty(), Optional.of(size)), List.of());
  }

  private static Span span(Optional<Duration> payloads, Optional<Long> size) {
    return new Span(Optional.empty(), payloads, size);
  }

  private static StatBytes minute(int ago, String type, long bytes) {
    Instant start = start(ago);
    return new StatBytes(start, start.plus(MINUTE), type, bytes);
  }

  /// A minute is for what waited to be written at its turn.
  private static Instant before(int ago) {
    return start(ago).minus(MINUTE);
  }

  private static Instant start(int minutesAgo) {
    return Instant.parse("2026-03-01T12:00:00Z").minus(MINUTE.multipliedBy(minutesAgo));
  }
}
