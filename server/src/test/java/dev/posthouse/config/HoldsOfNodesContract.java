package dev.posthouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.config.Hold.Kind;
import dev.posthouse.config.Hold.State;
import dev.posthouse.work.Rate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Pauses and releases of which one process knows before another.
@NullMarked
abstract class HoldsOfNodesContract extends ConfigContract {
  private static final long SHOP = 7;
  private Holds here;
  private Holds there;
  private Journal other;

  @BeforeEach
  void start() throws InterruptedException {
    here = new Holds(house.ledger, journal, house.clock);
    other = house.journal(catalogue, vault);
    there = new Holds(house.ledger, other, house.clock);
    journal.onDoubt(here::load);
    other.onDoubt(there::load);
    journal.follow();
    other.follow();
  }

  @Test
  void a_release_that_ends_does_not_undo_a_pause_it_has_not_heard_of() throws Exception {
    Hold releasing = releasing();
    there.pause(ANNA, Kind.ENDPOINT, SHOP, "again");
    assertThat(here.all()).as("not heard of").containsExactly(releasing);
    assertThat(ended(releasing)).isFalse();
    assertThat(row().state()).isEqualTo(State.PAUSED);
    journal.follow();
    assertThat(here.all()).containsExactly(row());
  }

  @Test
  void a_release_that_goes_on_at_another_rate_has_not_ended() throws Exception {
    Hold releasing = releasing();
    there.release(ANNA, SHOP, Optional.of(Rate.parse("5/s")));
    assertThat(ended(releasing)).isFalse();
    assertThat(row().rate()).isPresent();
  }

  @Test
  void a_release_that_one_node_has_ended_ends_on_the_other() throws Exception {
    Hold releasing = releasing();
    other.follow();
    assertThat(ended(releasing)).isTrue();
    assertThat(row().state()).isEqualTo(State.RELEASED);
    boolean also = house.await(house.ledger.change(db -> there.written(db, releasing)));
    assertThat(also).isTrue();
    there.released(releasing);
    assertThat(there.unfinished()).isEmpty();
  }

  @Test
  void what_another_node_has_paused_or_released_is_told_once() throws Exception {
    var told = new ArrayList<Hold>();
    there.onChange(told::add);
    Hold paused = here.pause(ANNA, Kind.ENDPOINT, SHOP, "");
    other.follow();
    assertThat(told).containsExactly(paused);
    here.pause(ANNA, Kind.ENDPOINT, 8, "");
    Hold released = here.release(ANNA, SHOP, Optional.empty()).orElseThrow();
    other.follow();
    assertThat(told.subList(1, told.size())).hasSize(2).contains(released);
  }

  private Hold releasing() throws InterruptedException {
    here.pause(ANNA, Kind.ENDPOINT, SHOP, "maintenance");
    Hold releasing = here.release(ANNA, SHOP, Optional.empty()).orElseThrow();
    other.follow();
    return releasing;
  }

  private boolean ended(Hold releasing) {
    return house.await(house.ledger.change(db -> here.written(db, releasing)));
  }

  private Hold row() {
    List<Hold> all = house.ledger.read(HoldRows::all);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }
}
