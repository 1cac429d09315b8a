package dev.posthouse.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What hostile expressions cost in memory and time, on an event of the largest size.
@Timeout(20)
class CostTest {
  private static final long ALLOCATED = 256 << 20;
  private static final String ROWS = "[" + "1,".repeat(9_899) + "2]";
  private static final String X = "x".repeat(3_000_000);

  /// `a` and `b` differ at their ends only.
  private static final String TEXTS =
      "{\"rows\":%s,\"text\":\"%s\",\"a\":\"%sa\",\"b\":\"%sb\",\"part\":\"%sy\"}"
          .formatted(ROWS, "x".repeat(400_000), X, X, "x".repeat(1_500_000));

  private static final String LISTS =
      "{\"rows\":%s,\"many\":[%s1]}".formatted(ROWS, "1,".repeat(99_999));

  private static final String PART = "{\"rows\":%s,\"a\":\"%s\"}".formatted(ROWS, X + X + X);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "size(rows.map(i, many + [i])) > 0",
        "[many + [1]].exists(grown, rows.exists(i, size([grown + [1], grown + [2]]) == 0))",
        "rows.exists(i, many == many + [i])",
      })
  void lists_that_are_copied_are_charged(String filter) {
    assertThat(rejected(filter, LISTS)).contains("it builds more than 1 MB");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rows.exists(i, [a] == [b])",
        "rows.exists(i, {'k': a} == {'k': b})",
        "rows.exists(i, a in [b])",
        "rows.exists(i, a.startsWith(b))",
        "rows.exists(i, a.endsWith(a) && false)",
        "rows.exists(i, size(a) == 0 || a.contains(part))",
        "[bytes(text)].exists(x, rows.exists(i, sha256(x) == ''))",
        "[bytes(text)].exists(x, [bytes(text)].exists(y, rows.exists(i, x < y)))",
        "a.contains(part)",
        "a.replace(part, '') == ''",
        "a.matches('(x?){400}z')",
        "rows.exists(i, i > 2 || 'y'.matches('((x{30}){30})' + text.substring(0, 900)))",
      })
  void all_that_is_read_is_charged(String filter) {
    assertThat(rejected(filter, TEXTS)).contains("it reads more than 16 MB");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rows.exists(i, toJson(a) == '')",
        "rows.exists(i, toJson([a, 0.0 / 0.0]) == '')",
        "rows.exists(i, toJson([a]) == '') || true",
        "rows.map(i, toJson([a]) == '' || true) == []",
      })
  void what_fails_is_not_tried_again_and_again(String expression) {
    assertThat(rejected(expression, PART)).contains("it builds more than 1 MB");
    assertThat(failed(expression, PART)).containsAnyOf("10 MB", "48 MB");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rows.exists(i, replace(a, 'x', a) == '')",
        "rows.exists(i, join(rows.map(j, a), '') == '')",
        "rows.map(i, upper(a) == '' || true)",
        "rows.exists(i, base64(bytes(a)) == '')",
        "[rows.exists(i, sha256(bytes(a)) == '')]",
      })
  void a_template_stops_at_its_limits_wherever_they_are_exceeded(String expression) {
    assertThat(failed(expression, PART)).containsAnyOf("10 MB", "48 MB");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "upper(dyn([a]))",
        "upper(dyn({'k': a}))",
        "upper(dyn(bytes(a)))",
        "int(a)",
        "a > 5",
        "formatNumber(1, a)",
        "formatTime(a, 'yyyy')",
        "formatCurrency(1, a)",
        "rows[a]",
      })
  void reasons_stay_short_whatever_was_seen(String expression) {
    String data = "{\"rows\":[],\"a\":\"" + "x".repeat(59) + "😀".repeat(1_000_000) + "\"}";

    Words reason = TemplateTest.failed(TemplateTest.quoted(expression), data);

    assertThat(reason.english()).hasSizeLessThan(1_000).doesNotContain("\ud83d…");
    assertThat(reason.chinese()).hasSizeLessThan(1_000);
  }

  private static String rejected(String filter, String data) {
    Filter compiled = Filter.compile(List.of(filter));
    Filter.Result result = measured(() -> compiled.test(Events.view(data)));
    assertThat(result).isInstanceOf(Filter.Rejected.class);
    return ((Filter.Rejected) result).reason().english();
  }

  private static String failed(String expression, String data) {
    return measured(() -> TemplateTest.failed(TemplateTest.quoted(expression), data)).english();
  }

  private static <T> T measured(Supplier<T> work) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    T result = work.get();
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(ALLOCATED);
    return result;
  }
}
