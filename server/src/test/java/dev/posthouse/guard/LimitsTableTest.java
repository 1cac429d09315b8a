package dev.posthouse.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The tables of limits on the front pages say what the code holds.
class LimitsTableTest {
  private static final Pattern NUMBER = Pattern.compile("\\d[\\d,]*");

  /// What no constant says by itself: how long the default retries take together, and the share of
  /// a small disk.
  private static final long RETRY_HOURS = 75;

  private static final long DISK_PERCENT = 5;

  @ParameterizedTest
  @CsvSource({"../README.md, ## Limits", "../README.zh-CN.md, ## 上限"})
  void a_table_says_what_the_code_holds(Path page, String heading) throws Exception {
    long megabytes = held("web.Body", "LIMIT") >> 20;

    assertThat(numbers(page, heading))
        .containsExactly(
            List.of(
                megabytes,
                held("web.BatchReader", "MOST_EVENTS"),
                megabytes,
                held("json.Json", "MOST_LEVELS")),
            List.of(held("web.Inlet", "HEAD_BYTES") >> 10),
            List.of(
                held("Config", "DEFAULT_CONCURRENCY"),
                held("config.EndpointForm", "DEFAULT_CONCURRENCY")),
            List.of(
                held("net.Outgoing", "CONNECT_TIMEOUT"),
                held("config.EndpointForm", "DEFAULT_TIMEOUT")),
            List.of(held("config.RetryForm", "DEFAULT_ATTEMPTS"), RETRY_HOURS),
            List.of(held("deliver.AnswerBody", "KEPT") >> 10),
            List.of(held("rule.Language", "TEXT_LIMIT"), held("rule.Language", "ITERATION_LIMIT")),
            List.of(held("web.Paging", "USUAL"), held("web.Paging", "MOST")),
            List.of(held("store.SqliteDatabase", "LEAST_FREE") >> 30, DISK_PERCENT));
  }

  /// The numbers in the second cell of each row of the table below a heading.
  private static List<List<Long>> numbers(Path page, String heading) throws IOException {
    return Files.readAllLines(page).stream()
        .dropWhile(line -> !line.equals(heading))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .filter(line -> line.startsWith("| ") && line.chars().anyMatch(Character::isDigit))
        .map(line -> line.split("\\|", -1)[2])
        .map(cell ->
            NUMBER
                .matcher(cell)
                .results()
                .map(MatchResult::group)
                .map(number -> Long.valueOf(number.replace(",", "")))
                .toList())
        .toList();
  }

  /// A constant; of a duration its seconds.
  private static long held(String type, String name) throws ReflectiveOperationException {
    var field = Class.forName("dev.posthouse." + type).getDeclaredField(name);
    field.setAccessible(true);
    return field.get(null) instanceof Duration duration
        ? duration.toSeconds()
        : ((Number) field.get(null)).longValue();
  }
}
