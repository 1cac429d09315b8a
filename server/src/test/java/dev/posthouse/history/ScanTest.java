package dev.posthouse.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.Ids;
import dev.posthouse.history.Scan.Found;
import dev.posthouse.history.Scan.Layout;
import dev.posthouse.history.Scan.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScanTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Scan.Effort ALL = new Scan.Effort(Layout.TOGETHER, 10_000);

  private final Set<Long> looks = new LinkedHashSet<>();
  private long read;
  private long nanosARow;
  private long nanosALook;

  @Test
  void a_page_ends_at_its_last_item_and_the_next_begins_below_it() {
    Found page = newest(100, Place.NEWEST, 10, id -> true);
    assertThat(page.places()).hasSize(10).first().isEqualTo(new Place(100, 0));
    assertThat(page.next()).contains(new Place(91, 0));
    assertThat(read).isEqualTo(16);
  }

  @Test
  void the_last_page_has_no_next_even_where_it_is_full() {
    assertThat(newest(10, Place.NEWEST, 10, id -> true).next()).isEmpty();
    assertThat(newest(10, Place.NEWEST, 11, id -> true).next()).isEmpty();
    assertThat(newest(0, Place.NEWEST, 11, id -> true).places()).isEmpty();
  }

  @Test
  void what_is_not_found_within_the_bound_is_left_to_the_next_page() {
    Found page = newest(100_000, Place.NEWEST, 10, id -> id == 5);
    assertThat(page.places()).isEmpty();
    assertThat(page.next()).isPresent();
    assertThat(read).isEqualTo(10_000);
  }

  @Test
  void what_cannot_be_looked_at_in_time_is_left_to_the_next_page() {
    nanosARow = 300_000;
    Found slow = newest(100_000, Place.NEWEST, 10, id -> id == 5);
    assertThat(slow.places()).isEmpty();
    assertThat(slow.next()).contains(new Place(100_001 - read, 0));
    assertThat(read * nanosARow).isBetween(10_000_000L, 25_000_000L);
  }

  @Test
  void however_slow_it_is_a_page_gets_on() {
    nanosARow = 1_000_000_000;
    Found page = newest(100_000, Place.NEWEST, 10, id -> true);
    assertThat(page.places()).hasSize(10);
    assertThat(page.next()).contains(new Place(99_991, 0));
    assertThat(newest(100_000, new Place(99_991, 0), 10, id -> false).next())
        .contains(new Place(99_975, 0));
  }

  @Test
  void however_slow_it_is_a_short_list_is_looked_through_to_its_end() {
    nanosALook = 1_000_000_000;
    Found page = hourly(3, 10);
    assertThat(page.places()).hasSize(3);
    assertThat(page.next()).isEmpty();
    assertThat(looks).hasSize(3);
    assertThat(hourly(24, 30).next()).isPresent();
  }

  @Test
  void page_by_page_everything_is_found_once_in_order() {
    var found = new ArrayList<Long>();
    Place at = Place.NEWEST;
    for (boolean more = true; more; ) {
      Found page = newest(50_000, at, 7, id -> id % 1_500 == 3);
      page.places().forEach(place -> found.add(place.event()));
      more = page.next().isPresent();
      at = page.next().orElse(at);
    }
    assertThat(found)
        .isEqualTo(
            LongStream.rangeClosed(1, 50_000)
                .map(i -> 50_001 - i)
                .filter(id -> id % 1_500 == 3)
                .boxed()
                .toList());
  }

  @Test
  void what_lies_apart_is_read_as_far_as_there_is_time() {
    Found found = newest(100, Place.NEWEST, 50, id -> true);
    read = 0;
    assertThat(lines(found, Layout.APART).items()).isEqualTo(found.places());
    assertThat(lines(found, Layout.APART).next()).isEqualTo(found.next());

    read = 0;
    nanosARow = 700_000;
    Page<Place> slow = lines(found, Layout.APART);
    assertThat(slow.items()).isEqualTo(found.places().subList(0, slow.items().size()));
    assertThat(slow.items()).hasSizeBetween(36, 43);
    assertThat(slow.next()).contains(slow.items().getLast());
    assertThat(lines(found, Layout.TOGETHER).items()).isEqualTo(found.places());
  }

  @Test
  void the_time_that_looking_took_is_not_left_for_reading() {
    Found found = newest(100, Place.NEWEST, 50, id -> true);
    read = 0;
    nanosARow = 700_000;
    long began = -Duration.ofMillis(15).toNanos();
    Page<Place> page = lines(new Found(found.places(), found.next(), began), Layout.APART);
    assertThat(page.items()).hasSizeBetween(16, 22);
    assertThat(page.next()).contains(page.items().getLast());
  }

  @Test
  void however_slow_it_is_some_is_read() {
    nanosARow = 1_000_000_000;
    Found found = new Found(List.of(new Place(3, 0), new Place(2, 0)), Optional.empty(), 0);
    assertThat(lines(found, Layout.APART)).isEqualTo(new Page<>(found.places(), Optional.empty()));
  }

  @Test
  void a_look_goes_back_no_further_than_it_must() {
    assertThat(hourly(30 * 24, 20).places()).hasSize(20);
    assertThat(looks).containsExactly(daysAgo(1));
    assertThat(hourly(30 * 24, 100).places()).hasSize(100);
    assertThat(looks).containsExactly(daysAgo(1), daysAgo(9));
    Found all = hourly(30 * 24, 1_000);
    assertThat(looks).containsExactly(daysAgo(1), daysAgo(9), 0L);
    assertThat(all.places())
        .hasSize(30 * 24)
        .isSortedAccordingTo(Comparator.comparingLong(Place::event).reversed())
        .doesNotHaveDuplicates();
    assertThat(all.next()).isEmpty();
  }

  @Test
  void a_look_goes_back_no_further_than_its_span() {
    var days = new Span(Optional.of(NOW.minus(Duration.ofDays(2))), Optional.empty());
    assertThat(hourly(days, 30 * 24, 1_000).places()).hasSize(49);
    assertThat(looks).containsExactly(daysAgo(1), daysAgo(2));
    var day = new Span(Optional.of(NOW.minus(Duration.ofHours(3))), Optional.empty());
    assertThat(hourly(day, 30 * 24, 1_000).places()).hasSize(4);
    assertThat(looks).containsExactly(Ids.floor(NOW.minus(Duration.ofHours(3))));
    var before = new Span(Optional.empty(), Optional.of(NOW.minus(Duration.ofDays(5))));
    assertThat(hourly(before, 30 * 24, 10).places()).hasSize(10);
    assertThat(looks).containsExactly(daysAgo(6));
  }

  @Test
  void a_page_that_a_look_fills_has_a_next_where_there_are_older_ones() {
    assertThat(hourly(24, 24).next()).isEmpty();
    assertThat(hourly(25, 24).next()).isPresent();
    assertThat(hourly(9 * 24, 9 * 24).next()).isEmpty();
    assertThat(hourly(9 * 24 + 1, 9 * 24).next()).isPresent();
  }

  private static long daysAgo(int days) {
    return Ids.floor(NOW.minus(Duration.ofDays(days)));
  }

  private Found hourly(int events, int limit) {
    return hourly(Span.ALL, events, limit);
  }

  /// Of events an hour apart, of which the newest was just now.
  private Found hourly(Span span, int events, int limit) {
    looks.clear();
    return new Scan(() -> looks.size() * nanosALook, () -> NOW)
        .newest(
            span,
            Place.NEWEST,
            limit,
            ALL,
            (below, from, most) -> {
              looks.add(from);
              return IntStream.range(0, events)
                  .mapToLong(i -> Ids.floor(NOW.minus(Duration.ofHours(i))) + 1)
                  .filter(id -> id < below.event() && id >= from)
                  .limit(most)
                  .mapToObj(id -> new Row(new Place(id, 0), true))
                  .toList();
            });
  }

  private Page<Place> lines(Found found, Layout layout) {
    return scan()
        .read(
            found,
            layout,
            places -> {
              read += places.size();
              return places;
            });
  }

  /// At a time when a first look goes back to the first id.
  private Scan scan() {
    return new Scan(() -> read * nanosARow, () -> Instant.ofEpochMilli(Ids.EPOCH_MILLIS));
  }

  /// Of rows with the ids from 1 to `rows`.
  private Found newest(long rows, Place after, int limit, LongPredicate wanted) {
    return scan()
        .newest(
            Span.ALL,
            after,
            limit,
            ALL,
            (below, since, most) -> {
              long from = Math.min(rows, below.event() - 1);
              List<Row> stretch =
                  LongStream.range(0, Math.min(most, from))
                      .mapToObj(i -> new Row(new Place(from - i, 0), wanted.test(from - i)))
                      .toList();
              read += stretch.size();
              return stretch;
            });
  }
}
