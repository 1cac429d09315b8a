package dev.posthouse.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.history.Scan.Found;
import dev.posthouse.history.Scan.Layout;
import dev.posthouse.history.Scan.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScanTest {
  private long read;
  private long nanosARow;

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

    nanosARow = 700_000;
    Page<Place> slow = lines(found, Layout.APART);
    assertThat(slow.items()).isEqualTo(found.places().subList(0, slow.items().size()));
    assertThat(slow.items()).hasSizeBetween(24, 32);
    assertThat(slow.next()).contains(slow.items().getLast());
    assertThat(lines(found, Layout.TOGETHER).items()).isEqualTo(found.places());
  }

  @Test
  void however_slow_it_is_some_is_read() {
    nanosARow = 1_000_000_000;
    Found found = new Found(List.of(new Place(3, 0), new Place(2, 0)), Optional.empty());
    assertThat(lines(found, Layout.APART)).isEqualTo(new Page<>(found.places(), Optional.empty()));
  }

  private Page<Place> lines(Found found, Layout layout) {
    return new Scan(() -> read * nanosARow)
        .read(
            found,
            layout,
            places -> {
              read += places.size();
              return places;
            });
  }

  /// Of rows with the ids from 1 to `rows`.
  private Found newest(long rows, Place after, int limit, LongPredicate wanted) {
    return new Scan(() -> read * nanosARow)
        .newest(
            after,
            limit,
            Layout.TOGETHER,
            10_000,
            (below, most) -> {
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
