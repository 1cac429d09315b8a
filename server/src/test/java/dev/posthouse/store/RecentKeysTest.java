package dev.posthouse.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.EventId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RecentKeysTest {
  private final RecentKeys keys = new RecentKeys();

  @Test
  void finds_what_a_map_finds_however_many_there_are() {
    Map<Long, List<EventId>> beside = new HashMap<>();
    var random = new Random(11);
    for (long event = 1; event <= 4_000; event++) {
      // the low bits say where it goes: these crowd together, and some come again
      var entry = new KeyEntry(((long) random.nextInt(2_000) << 32) | random.nextInt(50), event);
      keys.add(entry);
      beside
          .computeIfAbsent(entry.fingerprint(), none -> new ArrayList<>())
          .add(new EventId(event));
    }

    assertThat(keys.size()).isEqualTo(4_000);
    assertThat(keys.all()).hasSize(4_000);
    for (int i = 0; i < 1_000; i++) {
      long fingerprint = ((long) random.nextInt(2_000) << 32) | random.nextInt(60);
      assertThat(keys.events(fingerprint))
          .containsExactlyInAnyOrderElementsOf(beside.getOrDefault(fingerprint, List.of()));
    }
  }

  @Test
  void what_has_one_fingerprint_is_all_found() {
    for (long event = 1; event <= 200; event++) {
      keys.add(new KeyEntry(-1, event));
    }
    keys.add(new KeyEntry(63, 201));

    assertThat(keys.events(-1)).hasSize(200);
    assertThat(keys.events(63)).containsExactly(new EventId(201));
    assertThat(keys.events(0)).isEmpty();
  }
}
