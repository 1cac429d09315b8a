package dev.posthouse.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class HistogramTest {
  private final Random random = new Random(5);

  @Test
  void a_percentile_is_wrong_by_less_than_five_percent() {
    long[] seen =
        LongStream.range(0, 20_000).map(i -> (long) Math.exp(random.nextDouble(22))).toArray();
    Histogram histogram = of(seen);
    Arrays.sort(seen);
    for (double share : new double[] {0.001, 0.1, 0.5, 0.9, 0.95, 0.99, 1}) {
      double exact = seen[(int) Math.ceil(share * seen.length) - 1];
      assertThat((double) histogram.quantile(share)).isCloseTo(exact, within(exact * 0.05));
    }
  }

  @Test
  void every_value_lies_in_a_bucket_whose_middle_is_close_to_it() {
    for (long value = 0; value < 1L << 50; value += 1 + value / 7) {
      long middle = Histogram.middle(Histogram.bucket(value));
      assertThat(Math.abs(middle - value)).as("%d", value).isLessThanOrEqualTo(value / 32 + 1);
    }
    assertThat(Histogram.middle(Histogram.bucket(-3))).isZero();
    assertThat(Histogram.bucket(Long.MAX_VALUE)).isLessThan(1_000);
  }

  @Test
  void two_added_up_are_as_one_that_has_seen_all() {
    Histogram one = of(5, 70_000, 3);
    Histogram two = of(900_000_000, 70_001, 0);
    one.add(two);
    one.add(new byte[0]);
    assertThat(one.bytes()).isEqualTo(of(0, 3, 5, 70_000, 70_001, 900_000_000).bytes());
    assertThat(one.total()).isEqualTo(6);
  }

  @Test
  void what_is_written_is_read_back() {
    Histogram histogram = of(LongStream.range(0, 5_000).map(i -> i * i * 37).toArray());
    var read = new Histogram();
    read.add(histogram.bytes());
    assertThat(read.bytes()).isEqualTo(histogram.bytes());
    assertThat(read.quantile(0.5)).isEqualTo(histogram.quantile(0.5));
  }

  @Test
  void nothing_seen_is_no_time() {
    assertThat(new Histogram().quantile(0.5)).isZero();
    assertThat(new Histogram().bytes()).isEmpty();
  }

  private static Histogram of(long... values) {
    var histogram = new Histogram();
    for (long value : values) {
      histogram.add(value);
    }
    return histogram;
  }
}
