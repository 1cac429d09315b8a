package dev.posthouse.history;

import static dev.posthouse.testing.Events.ENDPOINT;
import static dev.posthouse.testing.Events.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.history.Happenings.Joined;
import dev.posthouse.history.Happenings.Reader;
import dev.posthouse.store.Append;
import dev.posthouse.store.Follow.Position;
import dev.posthouse.testing.Databases;
import dev.posthouse.testing.SteppedLedger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How far behind a reader may be.
class HappeningsTest {
  private static final Happening.Filter ALL =
      new Happening.Filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  @TempDir Path folder;
  private SteppedLedger house;
  private Happenings happenings;

  @BeforeEach
  void open() {
    house = new SteppedLedger(Databases.Kind.SQLITE, folder);
    happenings = new Happenings(house.ledger, house, house.clock);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void a_reader_that_always_has_more_to_read_is_told_before_anything_is_missing() throws Exception {
    Reader reader = join(Optional.empty()).reader();
    store(60, Duration.ofSeconds(10));
    assertThat(reader.lost()).isFalse();
    int read = reader.look().size();
    assertThat(read).isPositive().isLessThan(60);
    assertThat(reader.lost()).isFalse();

    house.clock.advance(Duration.ofSeconds(210));

    assertThat(reader.lost()).isTrue();
    Position position = reader.position();
    assertThat(join(Optional.of(position)).gap()).isTrue();
  }

  @Test
  void a_reader_that_has_read_all_is_not_behind_and_goes_on_where_it_was() throws Exception {
    Reader reader = join(Optional.empty()).reader();
    store(30, Duration.ofSeconds(10));
    while (!reader.look().isEmpty()) {
      // all that there is
    }
    house.clock.advance(Duration.ofMinutes(7));
    assertThat(reader.lost()).isFalse();

    Joined back = join(Optional.of(reader.position()));

    assertThat(back.gap()).isFalse();
    assertThat(back.reader().look()).isEmpty();
  }

  @Test
  void a_reader_that_was_held_up_for_long_is_told_that_it_may_have_missed_something()
      throws Exception {
    Reader reader = join(Optional.empty()).reader();
    house.clock.advance(Duration.ofMinutes(11));
    assertThat(reader.lost()).isTrue();
  }

  private Joined join(Optional<Position> last) throws InterruptedException {
    return happenings.join(TENANT, ALL, last);
  }

  private void store(int events, Duration apart) {
    for (int i = 0; i < events; i++) {
      var append = new Append(List.of(house.ids.event(ENDPOINT)), false);
      var _ = house.await(house.ledger.append(append));
      house.clock.advance(apart);
    }
  }
}
