package dev.posthouse.bench.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LanesTest {
  @Test
  void events_take_the_lanes_by_weight() {
    var lanes = new Lanes(List.of(lane(10), lane(1), lane(0), lane(9)));
    int[] taken = new int[4];

    for (int number = 0; number < 200_000; number++) {
      taken[lanes.of(number)]++;
    }

    assertThat(taken[0]).isCloseTo(100_000, within(2_000));
    assertThat(taken[1]).isCloseTo(10_000, within(600));
    assertThat(taken[2]).isZero();
    assertThat(taken[3]).isCloseTo(90_000, within(2_000));
  }

  private static Lanes.Lane lane(int weight) {
    return new Lanes.Lane(weight, "key", "sales_order.created");
  }
}
