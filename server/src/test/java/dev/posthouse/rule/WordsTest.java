package dev.posthouse.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
  private static final String ORDER =
      """
      {"order": {"total": 99.5, "status": "草稿", "note": null, "lines": [1, 2], "buyer": {"id": 1}}}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "order.total > 100 | 'order.total > 100' was false: 'order.total' is 99.5"
            + " | 'order.total > 100' 不成立：'order.total' 是 99.5",
        "order.status == 'paid' && order.total > 1 | 'order.status == \"paid\" && order.total > 1'"
            + " was false: 'order.status' is \"草稿\""
            + " | 'order.status == \"paid\" && order.total > 1' 不成立：'order.status' 是 \"草稿\"",
        "1 > 2 | '1 > 2' was false | '1 > 2' 不成立",
        "order.lines == [] | 'order.lines == []' was false: 'order.lines' is a list of 2"
            + " | 'order.lines == []' 不成立：'order.lines' 是含 2 项的列表",
        "order.discount > 1 | 'order.discount > 1' could not be evaluated: 'order.discount' is missing"
            + " | 'order.discount > 1' 无法求值：缺少 'order.discount'",
        "order.note.x == 1 | 'order.note.x == 1' could not be evaluated: 'order.note' is null, not an object"
            + " | 'order.note.x == 1' 无法求值：'order.note' 是 null，不是对象",
        "order.status > 1 | 'order.status > 1' could not be evaluated: the types do not fit: 'order.status' is \"草稿\""
            + " | 'order.status > 1' 无法求值：值的类型不符：'order.status' 是 \"草稿\"",
        "order.total | 'order.total' could not be evaluated: it is 99.5, but a filter says true or false"
            + " | 'order.total' 无法求值：结果是 99.5，而筛选器只能得出真或假",
        "order.lines[9] == 1 | 'order.lines[9] == 1' could not be evaluated: Index out of bounds: 9: 'order.lines' is a list of 2"
            + " | 'order.lines[9] == 1' 无法求值：列表中没有这一项（Index out of bounds: 9）：'order.lines' 是含 2 项的列表",
        "order.status.matches(order.status + '(') | 'order.status.matches(order.status + \"(\")' could not be evaluated:"
            + " not a regular expression of the RE2 kind: missing closing ): 'order.status' is \"草稿\""
            + " | 'order.status.matches(order.status + \"(\")' 无法求值：不是 RE2 形式的正则表达式：missing closing )：'order.status' 是 \"草稿\"",
      })
  void a_no_is_explained_in_both_languages(String text, String english, String chinese) {
    String filter = text.replace('\'', '"');
    Words words =
        ((Filter.Rejected) Filter.compile(List.of(filter)).test(Events.view(ORDER))).because();
    assertThat(words.english()).isEqualTo(english.replace('\'', '`'));
    assertThat(words.chinese()).isEqualTo(chinese.replace('\'', '`'));
  }

  @Test
  void the_same_value_is_told_once() {
    Words one = Path.missing("order");
    assertThat(Words.list(List.of(one, one)))
        .isEqualTo(new Words("`order` is missing", "缺少 `order`"));
  }
}
