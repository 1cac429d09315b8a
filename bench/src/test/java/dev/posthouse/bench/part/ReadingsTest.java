package dev.posthouse.bench.part;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadingsTest {
  @Test
  void counters_of_several_labels_are_added_up() {
    var before =
        Counters.parse("# HELP a what\na_total{x=\"1\"} 2.0\na_total{x=\"2\"} 3.0\nb 1.5\n");
    var after = Counters.parse("a_total{x=\"1\"} 12.0\nb 2.0\n");

    assertThat(before.value("a_total")).isEqualTo(5);
    assertThat(after.since(before, "a_total")).isEqualTo(7);
    assertThat(after.value("unknown")).isZero();
  }

  @Test
  void pauses_are_counted_and_other_lines_of_the_log_are_not() {
    GcPauses pauses =
        GcPauses.parse(
            """
            [0.010s][info][gc] Using Parallel
            [1.500s][info][gc] GC(0) Pause Young (Allocation Failure) 120M->8M(490M) 12.500ms
            [2.500s][info][gc] GC(1) Pause Full (Ergonomics) 120M->8M(490M) 100.000ms
            """);

    assertThat(pauses).isEqualTo(new GcPauses(2, 112.5, 100));
  }

  @Test
  void a_latency_is_read_as_it_is_told() {
    Latency latency = Latency.parse("3\n50.0 1500\n99.9 20000\n");

    assertThat(latency.count()).isEqualTo(3);
    assertThat(latency.at(50)).isEqualTo(1.5);
    assertThat(latency.at(99.9)).isEqualTo(20);
  }
}
