package dev.posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveViewTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private LiveView view(Map<String, String> variables, boolean terminal) {
    var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    var shell =
        new Shell(
            new ByteArrayInputStream(new byte[0]),
            stream,
            stream,
            variables,
            terminal,
            Path.of(""),
            Premises.NONE,
            new Random(1),
            pause -> {},
            InstantSource.fixed(NOON),
            ZoneOffset.UTC);
    return new LiveView(shell);
  }

  private List<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static Passing passing(String endpoint, Passing.End end, int millis) {
    return new Passing(
        NOON,
        "sales_order.cancelled",
        endpoint,
        end,
        end == Passing.End.DELIVERED ? "200" : "503",
        Duration.ofMillis(millis),
        2,
        NOON.plusMillis(4_400),
        "exhausted");
  }

  @Test
  void lines_fit_a_terminal_and_keep_their_columns() {
    LiveView view = view(Map.of(), false);
    view.head();
    view.attempt(passing("Shop orders", Passing.End.DELIVERED, 7));
    view.attempt(passing("An endpoint with a long name", Passing.End.AGAIN, 1_640));
    view.attempt(passing("Shop", Passing.End.FAILED, 30_000));
    view.unsent(NOON, "inventory.updated", "evt_0sa7009efmk9d");

    assertThat(lines())
        .containsExactly(
            "TIME      EVENT                  ENDPOINT       STATUS     TOOK  #  NEXT",
            "12:00:00  sales_order.cancelled  Shop orders    200        7 ms  2  delivered",
            "12:00:00  sales_order.cancelled  An endpoint …  503       1.6 s  2  again in 4 s",
            "12:00:00  sales_order.cancelled  Shop           503      30.0 s  2  given up: exhausted",
            "12:00:00  inventory.updated      – sent nowhere: explain evt_0sa7009efmk9d")
        .filteredOn(line -> !line.contains("given up"))
        .allMatch(line -> Width.of(line) <= 80);
  }

  @ParameterizedTest
  @CsvSource({"119,again in 119 s", "1200,again in 20 min", "10800,again in 3 h"})
  void a_long_wait_is_told_in_minutes_or_hours(int seconds, String told) {
    Instant due = NOON.plusSeconds(seconds);
    view(Map.of(), false)
        .attempt(new Passing(NOON, "a", "b", Passing.End.AGAIN, "503", Duration.ZERO, 1, due, ""));

    assertThat(lines().getFirst()).endsWith(told);
  }

  @Test
  void columns_line_up_in_chinese_too() {
    LiveView view = view(Map.of("LANG", "zh_CN.UTF-8"), false);
    view.head();
    view.attempt(passing("电商订单集成", Passing.End.AGAIN, 7));

    assertThat(lines()).allMatch(line -> Width.of(line) <= 80);
    assertThat(Width.of(lines().getFirst().split("状态", 2)[0]))
        .isEqualTo(Width.of(lines().getLast().split("503", 2)[0]));
  }

  @Test
  void colours_are_for_terminals_that_want_them() {
    Passing attempt = passing("Shop", Passing.End.DELIVERED, 7);
    view(Map.of(), true).attempt(attempt);
    view(Map.of("NO_COLOR", "1"), true).attempt(attempt);
    view(new HashMap<>(), false).attempt(attempt);

    assertThat(lines().getFirst()).contains("\033[32m200").endsWith("\033[0m");
    assertThat(lines().subList(1, 3)).noneMatch(line -> line.contains("\033"));
  }
}
