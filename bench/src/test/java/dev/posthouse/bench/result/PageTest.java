package dev.posthouse.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
  private static final Result GOOD =
      new Result("saturation", "sqlite").figure("ratio", 0.5).figure("cpu_us_per_event", 59.94);

  @Test
  void what_was_measured_stands_beside_what_was_wanted_and_misses_are_told() {
    var poor = new Result("batches", "sqlite").figure("ratio", 0.4);
    String page = filled(List.of(GOOD, poor), "");

    assertThat(page)
        .contains(
            "| saturation: events/s end to end ÷ nginx requests/s | 0.450; 0.300 | 0.600; 0.400 | 0.500 ✓ | not measured |")
        .contains("| 80.0 µs | 60.0 µs | 59.9 µs ✓✓ | not measured |")
        .contains("| 0.600 | 0.750 | **0.400** missed | not measured |");
  }

  @Test
  void a_scenario_that_failed_is_told_as_failed() {
    String page = filled(List.of(), "the server does not start");

    assertThat(page).contains("| 0.450; 0.300 | 0.600; 0.400 | **failed** | not measured |");
  }

  @Test
  void the_words_around_the_tables_stay() {
    assertThat(filled(List.of(GOOD), "")).startsWith("# Before\n").endsWith("after\n");
  }

  @Test
  void results_are_read_as_they_were_written(@TempDir Path folder) {
    var unmeasured = new Result("batches", "sqlite").figure("ratio", Double.NaN);

    recorded(List.of(GOOD, unmeasured), "").write(folder);
    Recorded read = Recorded.all(folder).getFirst();

    assertThat(read.results().getFirst().figures()).isEqualTo(GOOD.figures());
    assertThat(read.results().getLast().figures()).isEmpty();
    assertThat(read.conditions()).containsEntry("cpu", "2 × abacus");
  }

  @Test
  void many_runs_are_told_from_first_to_last_and_by_every_command() {
    List<Recorded> runs =
        Stream.of(5, 2, 4, 1, 3)
            .map(n ->
                new Recorded(
                    "run " + n,
                    "sqlite",
                    Map.of("when", "10:0" + n, "command", "./posthouse bench " + n),
                    "",
                    List.of()))
            .toList();
    String page = "<!-- bench:conditions -->\n<!-- /bench -->\n";

    assertThat(Page.filled(page, new Tables(runs), Language.ENGLISH))
        .contains("| when | 10:01 … 10:05 |")
        .contains(
            "| command | ./posthouse bench 1<br>./posthouse bench 2<br>./posthouse bench 3<br>");
  }

  private static String filled(List<Result> results, String failure) {
    String page = "# Before\n<!-- bench:targets -->\nold\n<!-- /bench -->\nafter\n";
    return Page.filled(page, new Tables(List.of(recorded(results, failure))), Language.ENGLISH);
  }

  private static Recorded recorded(List<Result> results, String failure) {
    return new Recorded("saturation", "sqlite", Map.of("cpu", "2 × abacus"), failure, results);
  }
}
